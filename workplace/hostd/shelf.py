"""The images of this machine, each a directory named after its content and never changed."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from daas_broker.desktops.model import Image, Package, Protocol
from workplace.hostd import contents
from workplace.hostd.definition import Definition
from workplace.hostd.machines import disk

LABEL = "image.json"
RFB_SERVER = "usr/bin/Xtigervnc"
RFB_SERVER_PACKAGE = "tigervnc-standalone-server"  # which brings it
ON_DISK = TypeAdapter(Image)


@dataclass(frozen=True)
class Shelf:
    """An image exists if and only if its label does: the label is written before the rename."""

    folder: Path

    def images(self) -> list[Image]:
        found = [self.find(path.parent.name) for path in self.folder.glob(f"[a-z]*/{LABEL}")]
        return sorted((image for image in found if image), key=lambda image: image.built_at)

    def find(self, key: str) -> Image | None:
        try:
            image = ON_DISK.validate_json((self.folder / key / LABEL).read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError as error:
            raise DamagedImage(self.folder / key) from error
        return replace(image, protocol=self.protocol(key))

    def protocol(self, key: str) -> Protocol:
        """An image that holds an RFB server is light; its first process looks at the same file."""
        is_light = (self.rootfs(key) / RFB_SERVER).exists()
        return Protocol.LIGHT if is_light else Protocol.RICH

    def made_from(self, wished: Definition) -> Image | None:
        """The last one that was built from this very definition."""
        made = [image for image in self.images() if image.definition == wished.digest]
        return made[-1] if made else None

    def packages(self, key: str) -> list[Package]:
        return contents.read(self.folder / key)

    def is_machine(self, key: str) -> bool:
        """Whether it is for guests with a kernel of their own, and not for containers."""
        return disk.is_there(self.folder / key)

    def has_agent(self, key: str) -> bool:
        """Whether a guest of it can be asked whether it lives."""
        return (self.rootfs(key) / "usr/sbin/qemu-ga").exists()

    def rootfs(self, key: str) -> Path:
        return self.folder / key / "rootfs"


class DamagedImage(Exception):
    """Its label cannot be read. Remove the directory and build it again."""


def write_label(folder: Path, image: Image) -> None:
    (folder / LABEL).write_bytes(ON_DISK.dump_json(image, indent=2))


def label(wished: Definition, key: str, size_bytes: int, now: datetime) -> Image:
    values = {"key": key, "name": wished.name, "title": wished.title, "built_at": now}
    return ON_DISK.validate_python(
        {**values, "size_bytes": size_bytes, "definition": wished.digest}
    )
