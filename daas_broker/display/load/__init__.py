"""Many at once: one question for all, what can wait, one desktop that takes too much."""
