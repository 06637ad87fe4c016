"""Desktops: images, pools, one desktop's life, sessions, display. Never the people in them."""
