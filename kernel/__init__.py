"""Mechanism without policy: what two domains need and neither owns."""
