"""The private servers of one instance: how each is laid out, started, watched and stopped."""
