"""Where whereabouts are kept."""
