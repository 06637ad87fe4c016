"""자료전송: bytes that cross from one zone into another, once, because somebody answered for it."""
