"""A fictional agency to show the workplace with: no person, place or number in it is real."""
