"""Bearer secrets: handed out once, kept only as a hash."""

import secrets
from hashlib import sha256
from typing import NewType

Token = NewType("Token", str)


def new_token() -> Token:
    return Token(secrets.token_urlsafe(32))


def hash_token(token: str) -> bytes:
    # 256 random bits: a plain, fast hash cannot be guessed back.
    return sha256(token.encode()).digest()
