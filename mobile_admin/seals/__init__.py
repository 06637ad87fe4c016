"""The agency's seal on a PDF, the short mark in its QR code, and whether they are whole."""
