"""Homes that roam: a file with a file system for each person and zone, mounted into desktops."""
