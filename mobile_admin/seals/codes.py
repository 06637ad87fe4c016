"""문서확인번호: 80 random bits as sixteen letters that are not mistaken for one another."""

import secrets

# Crockford's base 32: no I, L, O or U (https://www.crockford.com/base32.html).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_READ_AS = str.maketrans("OIL", "011")


def new_code() -> str:
    return as_code(secrets.token_bytes(LENGTH * 5 // 8))


def as_code(data: bytes) -> str:
    """Ten bytes as sixteen letters."""
    value = int.from_bytes(data)
    return "".join(ALPHABET[(value >> shift) & 31] for shift in range(75, -1, -5))


def as_bytes(code: str) -> bytes:
    value = 0
    for letter in code:
        value = value << 5 | ALPHABET.index(letter)
    return value.to_bytes(10)


def read_code(typed: str) -> str | None:
    """As people type it: any case, with or without hyphens, O for 0; None where it is no code."""
    code = "".join(c for c in typed.upper() if c not in "- \u2010\u2013").translate(_READ_AS)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def shown(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))
