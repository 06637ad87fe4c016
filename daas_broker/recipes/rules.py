"""What of a recipe may be changed from the pages. Pure."""

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from xml.parsers import expat

from daas_broker.desktops.recipes import (
    LARGEST_FILE,
    LARGEST_FILES,
    MOST_CHANGES,
    MOST_FILES,
    PACKAGE,
    PATH,
    TEXT,
    Change,
    Described,
    FileChange,
    text_bytes,
)
from kernel.errors import Conflict, Invalid

XML = {".xml", ".xcd", ".svg", ".menu"}


class RecipeChanged(Conflict):
    """Somebody changed it since it was read."""

    code = "image_recipe_changed"


class RecipeChangedBy(RecipeChanged):
    """It was `name`."""

    code = "image_recipe_changed_by"


class NoPackageName(Invalid):
    """`name` is none that a Debian package could have."""

    code = "image_package_name"


class PackagesUnknown(Invalid):
    """`names`: the archive has none of them."""

    code = "image_package_unknown"


class PackageThere(Conflict):
    """`name` is part of it anyhow."""

    code = "image_package_there"


class PackageNotOwn(Conflict):
    """`name` comes from what the image is built upon, or is not in it."""

    code = "image_package_not_own"


class PackageFixed(Conflict):
    """Without `name`, or with it, the image would be another kind of desktop."""

    code = "image_package_fixed"


class TooManyPackages(Invalid):
    code = "image_packages_too_many"


class FilePathRefused(Invalid):
    """`path` is none that may be changed from the pages."""

    code = "image_file_path"


class FileNoText(Invalid):
    """`path` would hold what no text has."""

    code = "image_file_no_text"


class FileTooLarge(Invalid):
    code = "image_file_large"


class FileBroken(Invalid):
    """Whatever reads `path` would not take it: in `line` it is no `kind`."""

    code = "image_file_broken"


class FilesTooMany(Invalid):
    code = "image_files_too_many"


class FilesTooLarge(Invalid):
    code = "image_files_large"


def check(before: Described, wished: Change) -> Change:
    """The change as it is kept: each name once, in order [IR7]."""
    files = _check_files(before, wished.files)
    made = Change(_ordered(wished.added), _ordered(wished.dropped), files)
    if max(len(made.added), len(made.dropped)) > MOST_CHANGES:
        raise TooManyPackages(most=MOST_CHANGES)
    _check_added(before, made.added)
    for name in made.dropped:
        if name in before.fixed:
            raise PackageFixed(name=name)
        if name not in before.own:
            raise PackageNotOwn(name=name)
    return made


def _check_added(before: Described, added: Iterable[str]) -> None:
    released = replace(before, change=Change()).packages
    for name in added:
        if not re.match(PACKAGE, name):
            raise NoPackageName(name=name)
        if name in before.fixed:
            raise PackageFixed(name=name)
        if name in released:
            raise PackageThere(name=name)


def _ordered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name.strip() for name in names} - {""}))


def _check_files(before: Described, files: Sequence[FileChange]) -> tuple[FileChange, ...]:
    """Each path once, in order. What says no other than the release is no change."""
    made = [replace(file, text=_lines(file.text)) for file in files]
    by_path = {file.path: file for file in made if not _is_released(before, file)}
    kept = tuple(by_path[path] for path in sorted(by_path))
    if len(kept) > MOST_FILES:
        raise FilesTooMany(most=MOST_FILES)
    for file in kept:
        _check_file(file, is_new=file not in before.change.files)
    if text_bytes(kept) > LARGEST_FILES:
        raise FilesTooLarge(most=LARGEST_FILES)
    return kept


def _check_file(file: FileChange, *, is_new: bool) -> None:
    if not re.fullmatch(PATH, file.path):
        raise FilePathRefused(path=file.path)
    if file.text is None:
        return
    if not re.fullmatch(TEXT, file.text):
        raise FileNoText(path=file.path)
    if text_bytes([file]) > LARGEST_FILE:
        raise FileTooLarge(path=file.path, most=LARGEST_FILE)
    if is_new and (broken := broken_at(file.path, file.text)):
        kind, line = broken
        raise FileBroken(path=file.path, kind=kind, line=line)


def _is_released(before: Described, file: FileChange) -> bool:
    released = before.released.get(file.path)
    if released is None or file.text is None:
        return released is None and file.text is None
    return file.text == released.text


def _lines(text: str | None) -> str | None:
    return None if text is None else text.replace("\r\n", "\n")


def broken_at(path: str, text: str) -> tuple[str, int] | None:
    """The format that its name promises and the line where it is broken. Browsers say nothing of
    rules that they cannot read: they leave them out, and with them what locks a desktop down."""
    suffix = PurePosixPath(path).suffix
    try:
        if suffix == ".json":
            json.loads(text)
        elif suffix == ".toml":
            tomllib.loads(text)
        elif suffix in XML or (suffix == ".conf" and path.startswith("/etc/fonts/")):
            expat.ParserCreate().Parse(text, True)  # noqa: FBT003 - positional only
    except json.JSONDecodeError as error:
        return "JSON", error.lineno
    except tomllib.TOMLDecodeError as error:
        said = re.search(r"line (\d+)", str(error))
        return "TOML", int(said[1]) if said else text.count("\n") + 1
    except expat.ExpatError as error:
        return "XML", error.lineno
    except (RecursionError, ValueError):  # too deep, or a number of thousands of digits
        return suffix[1:].upper(), 1
    return None
