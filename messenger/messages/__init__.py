"""The log of a room: sending, fetching, recalling."""
