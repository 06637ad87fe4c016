"""Text as people mean it: one code point sequence per Hangul syllable, one key per name."""

import unicodedata

_CHOSEONG = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_SYLLABLES = range(0xAC00, 0xD7A4)
_PER_CHOSEONG = 588  # 21 vowels × 28 finals (Unicode §3.12)


def nfc(value: str) -> str:
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def storable(value: str) -> str:
    """NFC, without what a PostgreSQL text cannot hold: NUL and halves of surrogate pairs."""
    return nfc(value).encode("utf-8", "ignore").decode().replace("\0", "")


def name_key(name: str) -> str:
    """Two names with one key are the same name to a reader: case and composition do not count."""
    return nfc(nfc(name).casefold())


def choseong(value: str) -> str:
    """The first consonants: 김하늘 → ㄱㅎㄴ; what is not a Hangul syllable stays."""
    return "".join(
        _CHOSEONG[(ord(c) - 0xAC00) // _PER_CHOSEONG] if ord(c) in _SYLLABLES else c
        for c in nfc(value)
    )


def is_choseong(value: str) -> bool:
    return bool(value) and all(c in _CHOSEONG for c in value)
