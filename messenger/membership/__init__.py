"""Opening rooms, inviting people, leaving."""
