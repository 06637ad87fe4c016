"""One's own passkeys over HTTP. Binary values are base64url, as WebAuthn's own JSON has them."""

from datetime import datetime
from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from identity.passkeys.model import Passkey, PasskeyId
from identity.passkeys.service import Passkeys
from kernel.http import Reply, created, current_actor, no_content, reply

tag = Tag(name="sign-in", description="Signing in and the ways to do so")


class OptionsBody(BaseModel):
    """`public_key` is what `navigator.credentials` takes as `publicKey`, after `parse…FromJSON`."""

    public_key: dict[str, Any]


class NewPasskeyBody(BaseModel):
    name: str = Field(min_length=1, max_length=60)
    credential: dict[str, Any]


class RenameBody(BaseModel):
    name: str = Field(min_length=1, max_length=60)


class PasskeyBody(BaseModel):
    id: str
    name: str
    is_backed_up: bool
    created_at: datetime
    used_at: datetime | None


class PasskeysBody(BaseModel):
    passkeys: list[PasskeyBody]


class PasskeyPath(BaseModel):
    passkey_id: str


def body_of(passkey: Passkey) -> PasskeyBody:
    return PasskeyBody(
        id=passkey.id,
        name=passkey.name,
        is_backed_up=passkey.credential.is_backed_up,
        created_at=passkey.created_at,
        used_at=passkey.used_at,
    )


def blueprint(passkeys: Passkeys) -> APIBlueprint:
    bp = APIBlueprint("identity_passkeys", __name__, url_prefix="/api/me", abp_tags=[tag])

    @bp.get("/passkeys", summary="My passkeys", responses={200: PasskeysBody})
    def list_passkeys() -> Reply:
        found = passkeys.list_passkeys(current_actor())
        return reply(PasskeysBody(passkeys=[body_of(key) for key in found]))

    @bp.post("/passkeys/options", summary="Begin adding a passkey", responses={200: OptionsBody})
    def begin_registration() -> Reply:
        return reply(OptionsBody(public_key=passkeys.begin_registration(current_actor())))

    @bp.post("/passkeys", summary="Add a passkey", responses={201: PasskeyBody})
    def register(body: NewPasskeyBody) -> Reply:
        return created(body_of(passkeys.register(current_actor(), body.name, body.credential)))

    @bp.patch("/passkeys/<passkey_id>", summary="Rename a passkey", responses={204: None})
    def rename(path: PasskeyPath, body: RenameBody) -> Reply:
        passkeys.rename_passkey(current_actor(), PasskeyId(path.passkey_id), body.name)
        return no_content()

    @bp.delete("/passkeys/<passkey_id>", summary="Remove a passkey", responses={204: None})
    def remove(path: PasskeyPath) -> Reply:
        passkeys.remove_passkey(current_actor(), PasskeyId(path.passkey_id))
        return no_content()

    return bp
