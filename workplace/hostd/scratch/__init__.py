"""What one desktop writes, sealed under a key that goes with it."""
