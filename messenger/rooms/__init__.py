"""What a room is, who sits in it, and the door that checks it."""
