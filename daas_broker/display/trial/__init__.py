"""A desktop that nobody has yet, looked at and typed into as a viewer would."""
