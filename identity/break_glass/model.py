"""An account for the hour in which the directory is away."""

from dataclasses import dataclass

from kernel.actor import UserId


@dataclass(frozen=True)
class BreakGlass:
    """`password_hash` is Argon2id in its own notation, with salt and parameters."""

    user_name: str
    person_id: UserId
    password_hash: str
