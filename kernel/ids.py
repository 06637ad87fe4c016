"""Fresh identifiers: UUIDv7, so that rows made together lie together (RFC 9562 §5.7)."""

import os
import time


def fresh_id() -> str:
    """32 hex digits: 48 bits of Unix milliseconds, then 74 random bits."""
    stamp = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    high = (stamp << 16) | 0x7000 | (random >> 68)
    low = (0b10 << 62) | (random & ((1 << 62) - 1))
    return f"{(high << 64) | low:032x}"
