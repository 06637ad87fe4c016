"""Who is at the desk: told by live sockets, forgotten when they fall silent."""
