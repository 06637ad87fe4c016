"""What bytes are, by their beginning, and what such a thing may be called."""

from weboffice.paper.embedded import COMPOUND
from weboffice.paper.safe import Refusal, picture_type
from weboffice.paper.text import decode

MOST_PLACES = 40  # that are named
PROGRAM_ENDINGS = (
    ".exe", ".dll", ".com", ".scr", ".msi", ".cpl", ".bat", ".cmd", ".ps1", ".psm1", ".vbs",
    ".vbe", ".js", ".jse", ".wsf", ".wsh", ".hta", ".lnk", ".reg", ".jar", ".apk", ".sh", ".deb",
    ".rpm", ".elf", ".so", ".iso", ".img", ".vhd", ".vhdx", ".chm", ".appx", ".msix", ".desktop",
)  # fmt: skip
_STARTS = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (COMPOUND, "compound"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"#!", "program"),
    (b"\x1f\x8b", "packed"),
    (b"7z\xbc\xaf\x27\x1c", "packed"),
    (b"Rar!\x1a\x07", "packed"),
    (b"\xfd7zXZ", "packed"),
    (b"BZh", "packed"),
    (b"\x28\xb5\x2f\xfd", "packed"),  # zstd
    (b"EGGA", "packed"),  # 알집
    (b"ALZ\x01", "packed"),
    (b"MSCF", "packed"),  # cab
)
_CALLED = {
    "zip": ("zip", "docx", "docm", "dotx", "xlsx", "xlsm", "xltx", "pptx", "pptm", "ppsx", "potx",
            "hwpx", "odt", "ods", "odp", "odg", "jar", "apk", "epub", "vsdx"),
    "pdf": ("pdf",),
    "compound": ("hwp", "doc", "xls", "ppt", "msg", "vsd", "msi", "hwt", "show", "cell"),
    "packed": ("gz", "tgz", "7z", "rar", "xz", "bz2", "zst", "egg", "alz", "cab"),
    "picture": ("png", "jpg", "jpeg", "gif", "bmp", "webp"),
}  # fmt: skip
_ONE_KIND = {ending: kind for kind, endings in _CALLED.items() for ending in endings}


def kind_of(data: bytes) -> str:
    """zip, pdf, compound, picture, packed, program, text or other."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if picture_type(data):
        return "picture"
    return "text" if _is_text(data) else "other"


def may_be_called(name: str, kind: str) -> bool:
    """Whether an ending that promises something keeps it; one that promises nothing may be any."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    promised = _ONE_KIND.get(ending)
    if promised is None:
        return kind != "program" or not ending or f".{ending}" in PROGRAM_ENDINGS
    return promised == kind


def _is_text(data: bytes) -> bool:
    if b"\0" in data[:4096] and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        return False
    try:
        decode(data)
    except Refusal:
        return False
    return True
