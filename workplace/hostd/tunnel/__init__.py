"""The tunnel of this host: its interface, its peers, and the ways through."""
