"""Desktops: images, pools, one desktop's life, sessions and their display. Never the people in them."""
