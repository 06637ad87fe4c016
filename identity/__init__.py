"""People, the organisation, sign-in and sessions. The only domain that others may import.

It owns who somebody is and how that was proved; it never knows what they work on.
"""
