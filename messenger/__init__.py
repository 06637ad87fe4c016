"""Rooms in which people of the agency talk: what was said, who has read it, who is there.

The truth is a numbered log per room in PostgreSQL. Sockets carry hints only; whoever missed one
catches up by asking for what came after the last number seen. Calls and video are not here.
"""
