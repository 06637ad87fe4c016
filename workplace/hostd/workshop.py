"""Where images are made on this host: one at a time, in a process that outlives hostd."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import TypedDict

from daas_broker.desktops.model import Build, Image, ImageKey, Package, Recipe
from daas_broker.desktops.ports import (
    Capacity,
    Permanent,
    RecipeMoved,
    ReleaseArriving,
    Retryable,
)
from daas_broker.desktops.recipes import Change, Described
from kernel.settings import ROOT
from workplace.hostd import archive, definition, recipes
from workplace.hostd.recipes import Changes
from workplace.hostd.report import Report
from workplace.hostd.shelf import Shelf
from workplace.hostd.users import Users

PATIENCE = 10.0  # seconds until the builder has said that it is there
APART = ["unshare", "--mount"]  # what it mounts goes with it, however it ends
POLITE = ["nice", "-n", "10"]  # people work on this machine
BUILDER = [sys.executable, "-m", "workplace.hostd.build"]


class Origin(TypedDict):
    of_release: bool
    is_changed: bool


@dataclass(frozen=True)
class Workshop:
    """`variables` are those of the instance's settings, for the builder; `machines` says for
    which kind of desktop its images are."""

    shelf: Shelf
    users: Users
    folder: Path
    variables: Sequence[str] = ()
    command: Sequence[str] = field(default_factory=lambda: [*POLITE, *APART, *BUILDER])
    machines: bool = False
    release: str = field(default_factory=definition.release)  # with which this process began
    origins: dict[ImageKey, Origin] = field(default_factory=dict, compare=False)

    @property
    def changes(self) -> Changes:
        return Changes(self.users.home / recipes.FOLDER)

    @cached_property
    def names(self) -> list[str]:
        """As of this hostd's start; a release brings a new hostd."""
        return definition.names(machines=self.machines)

    @cached_property
    def released(self) -> set[str]:
        """The digests of what this release describes; no change makes another of them."""
        return {self.changes.released(name).digest for name in self.names}

    def recipes(self) -> list[Recipe]:
        found = [self.changes.read(name) for name in self.names]
        return [Recipe(one.name, one.title, one.digest) for one in found]

    def images(self) -> list[Image]:
        """Those of the running release are marked."""
        released = self.released
        return [
            replace(image, released=image.definition in released, **self._origin(image))
            for image in self.shelf.images()
            if self.shelf.is_machine(image.key) is self.machines
            and not self.users.has_left(image.key)
        ]

    def build(self) -> Build | None:
        return Report(self.folder).read()

    def start(self, name: str, *, released: bool = False) -> Build:
        self._check(name)
        self._check_release()
        last = self.build()
        if last is not None and last.running:
            if last.name == name:
                return last
            raise Capacity(f"{last.name} is being built; one image at a time")
        if not released:
            self.users.return_to(name)
        self._spawn(name, "--released" if released else "--fresh")
        return self._begun(name, last)

    def describe(self, name: str) -> Described:
        self._check(name)
        told = recipes.describe(self.changes.read(name))
        return replace(told, arriving=self._arrives())

    def described(self, key: ImageKey) -> Described | None:
        return recipes.kept(self.shelf.folder / key)

    def change(self, name: str, change: Change, seen: str) -> Described:
        """The released images stay marked: what is changed now goes to nobody by itself [HD25].

        One at a time: who read another recipe than the one that is there changes nothing [HD27].
        """
        self._check_release()
        shipped = self.describe(name)
        if shipped.digest != seen:
            raise RecipeMoved(f"{name} is {shipped.digest} by now, not {seen}; read it again")
        if {*shipped.fixed} & {*change.added, *change.dropped}:
            raise Permanent(f"{name} would be another kind of desktop")
        if not {*change.dropped} <= {*shipped.own}:
            raise Permanent(f"{name} has not all of {', '.join(change.dropped)} of its own")
        self.changes.write(name, change)
        return self.describe(name)

    def unknown_packages(self, names: Sequence[str]) -> list[str]:
        return archive.unknown(names, self.shelf.folder / archive.STATE)

    def _check(self, name: str) -> None:
        if name not in self.names:
            known = ", ".join(self.names)
            raise Permanent(f"nobody knows how to build {name!r}; there are {known}")

    def _check_release(self) -> None:
        """Between the coming of a release's files and its start nobody could say of which of the
        two an image or a change is [HD29]."""
        if self._arrives():
            raise ReleaseArriving("another release lies here than runs; ./onmaru up starts it")

    def _arrives(self) -> bool:
        return definition.release() != self.release

    def _origin(self, image: Image) -> Origin:
        """Whether the files of this release make it, with what was changed of them back then, and
        whether anything was. Found out once: neither changes while this process runs, and what is
        made of those of another that lies here is not this one's."""
        if image.key not in self.origins:
            kept = self.described(image.key)
            change = kept.change if kept else definition.NOTHING
            if self._arrives():
                return Origin(of_release=False, is_changed=change != definition.NOTHING)
            is_ours = (
                image.name in self.names
                and definition.read(image.name, change=change).digest == image.definition
            )
            is_changed = change != definition.NOTHING
            self.origins[image.key] = Origin(of_release=is_ours, is_changed=is_changed)
        return self.origins[image.key]

    def packages(self, key: ImageKey) -> list[Package]:
        return self.shelf.packages(key)

    def remove(self, key: ImageKey) -> None:
        """Whole or not at all: first it loses its name, then its files. While another instance
        uses it, it only goes out of this one's sight [DPR3]."""
        image = self.shelf.folder / key
        doomed = self.shelf.folder / f".removed-{key}"
        with self.users.leaving(key) as is_nobodys:
            if is_nobodys and image.exists():
                image.rename(doomed)
        if doomed.exists():
            shutil.rmtree(doomed)

    def _spawn(self, name: str, how: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [*self.command, "--report", str(self.folder), name, how]
        with (self.folder / "build.log").open("wb") as log:
            builder = subprocess.Popen(
                ["env", *self.variables, *command],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        Thread(target=builder.wait, daemon=True).start()  # its end is read from its report

    def _begun(self, name: str, before: Build | None) -> Build:
        deadline = monotonic() + PATIENCE
        while monotonic() < deadline:
            build = self.build()
            if build is not None and build.name == name and build != before:
                return build
            sleep(0.05)
        raise Retryable(f"the builder of {name} does not say that it began")
