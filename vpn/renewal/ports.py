"""What renewals ask of the gateway."""

from typing import Protocol


class Door(Protocol):
    def expect(self, public_key: bytes, shared: bytes | None, revision: int) -> None:
        """That key may be heard from now on, and nothing of it passes yet [VP12]. Never raises:
        what it cannot do, the gateway's keeper does from the database."""
        ...
