"""What of a recipe may be changed from the pages. Pure."""

import re
from collections.abc import Iterable
from dataclasses import replace

from daas_broker.desktops.recipes import MOST_CHANGES, PACKAGE, Change, Described
from kernel.errors import Conflict, Invalid


class RecipeChanged(Conflict):
    """Somebody changed it since it was read."""

    code = "image_recipe_changed"


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


def check(before: Described, wished: Change, seen: str) -> Change:
    """The change as it is kept: each name once, in order [IR7]."""
    if before.digest != seen:
        raise RecipeChanged(digest=before.digest)
    made = Change(_ordered(wished.added), _ordered(wished.dropped))
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
