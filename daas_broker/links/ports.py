"""What lies beyond: the browser of a desktop."""

from typing import Protocol

from daas_broker.desktops.model import Endpoint


class LinkDoor(Protocol):
    def open_link(self, at: Endpoint, link: str) -> None:
        """In the desktop's browser. Raise DoorClosed (daas_broker.transfers.ports): the desktop is
        not ready yet, or of an image that opens none."""
        ...
