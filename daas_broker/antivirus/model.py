"""What an antivirus says of bytes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scan:
    """`scanner` is empty where none looked, `malware` where none was found."""

    scanner: str = ""
    malware: str = ""
