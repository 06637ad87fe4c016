"""GVPN, the tunnel from outside: devices, keys, gateways. Never a private key, never a file."""
