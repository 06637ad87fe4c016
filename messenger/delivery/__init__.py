"""What each member has read, and what still waits."""
