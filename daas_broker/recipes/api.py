"""What images are made of over HTTP, for IT administrators."""

import re
from typing import Annotated

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from daas_broker.desktops.model import PODMAN, ImageKey, ImageName, Provider
from daas_broker.desktops.recipes import (
    DIGEST,
    LARGEST_FILE,
    LARGEST_FILES,
    MOST_CHANGES,
    MOST_FILES,
    PATH,
    PLACES,
    Change,
    Described,
    FileChange,
    RecipeFile,
)
from daas_broker.recipes.service import Recipes
from kernel.http import Reply, current_actor, reply

TAG = Tag(name="image recipes", description="What an image is made of")
Names = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=2 * MOST_CHANGES)]


class RecipePartBody(BaseModel):
    name: str
    packages: list[str]


class RecipeFileBody(BaseModel):
    """`text` is null for what nobody reads, or where it is long; `digest` tells two apart. What
    is not `is_open` stays as the release has it."""

    path: str
    digest: str
    size_bytes: int
    text: str | None
    is_open: bool

    @staticmethod
    def of(file: RecipeFile) -> "RecipeFileBody":
        is_open = file.text is not None and re.fullmatch(PATH, file.path) is not None
        return RecipeFileBody(**vars(file), is_open=is_open)


class RecipeFileChange(BaseModel):
    """`text` instead of the release's file; null leaves that out. `over` is the digest of the
    release's file that was seen, empty where there is none."""

    path: Annotated[str, Field(max_length=300)]
    text: Annotated[str, Field(max_length=4 * LARGEST_FILE)] | None
    over: Annotated[str, Field(pattern=DIGEST)] = ""


class RecipeBounds(BaseModel):
    """Of files that are changed from the pages: where they lie, how many and how large."""

    places: list[str] = list(PLACES)
    most: int = MOST_FILES
    largest_bytes: int = LARGEST_FILE
    largest_together_bytes: int = LARGEST_FILES


class RecipeBody(BaseModel):
    """`parts` begin with the lowest and are as the release has them; `added` and `dropped` are
    what this workplace changed of the last one. What is `fixed` can be neither. `files` are with
    its `edits`; `shipped` are those of the release that they replace or leave out. Of a release
    that is arriving nothing can be changed before `./onmaru up` has started it."""

    name: str
    title: str
    digest: str
    suite: str
    locales: list[str]
    timezone: str
    user: str
    uid: int
    is_machine: bool
    parts: list[RecipePartBody]
    added: list[str]
    dropped: list[str]
    fixed: list[str]
    files: list[RecipeFileBody]
    shipped: list[RecipeFileBody]
    edits: list[RecipeFileChange]
    is_arriving: bool
    bounds: RecipeBounds

    @staticmethod
    def of(found: Described) -> "RecipeBody":
        parts = [RecipePartBody(name=one.name, packages=list(one.packages)) for one in found.parts]
        return RecipeBody(
            name=found.name, title=found.title, digest=found.digest, suite=found.suite,
            locales=list(found.locales), timezone=found.timezone, user=found.user, uid=found.uid,
            is_machine=found.is_machine, parts=parts, added=list(found.change.added),
            dropped=list(found.change.dropped), fixed=list(found.fixed),
            files=[RecipeFileBody.of(file) for file in found.files],
            shipped=[RecipeFileBody.of(file) for file in found.shipped],
            edits=[RecipeFileChange(**vars(each)) for each in found.change.files],
            is_arriving=found.arriving, bounds=RecipeBounds(),
        )  # fmt: skip


class KeptRecipeBody(BaseModel):
    """Null for a version that was built before recipes were kept."""

    recipe: RecipeBody | None


class RecipePath(BaseModel):
    provider: Annotated[str, Field(max_length=40)] = PODMAN
    name: ImageName


class RecipeChange(BaseModel):
    """`seen` is the digest of the recipe that was read before it was changed."""

    added: Names
    dropped: Names
    files: Annotated[list[RecipeFileChange], Field(max_length=2 * MOST_FILES)]
    seen: Annotated[str, Field(max_length=64)]

    def wished(self) -> Change:
        files = tuple(FileChange(each.path, each.text, each.over) for each in self.files)
        return Change(tuple(self.added), tuple(self.dropped), files)


class VersionKeyPath(BaseModel):
    key: Annotated[str, Field(max_length=64)]


def blueprint(recipes: Recipes) -> APIBlueprint:
    bp = APIBlueprint("daas_recipes", __name__, url_prefix="/api/admin", abp_tags=[TAG])
    one = "/image-recipes/<provider>/<name>"

    @bp.get(one, summary="As the next build will have it", responses={200: RecipeBody})
    def read_recipe(path: RecipePath) -> Reply:
        found = recipes.read(current_actor(), Provider(path.provider), path.name)
        return reply(RecipeBody.of(found))

    @bp.put(one, summary="Change its packages and settings", responses={200: RecipeBody})
    def change_recipe(path: RecipePath, body: RecipeChange) -> Reply:
        of = (Provider(path.provider), path.name)
        made = recipes.change(current_actor(), of, body.wished(), body.seen)
        return reply(RecipeBody.of(made))

    @bp.get("/images/<key>/recipe", summary="What it was made of", responses={200: KeptRecipeBody})
    def read_kept_recipe(path: VersionKeyPath) -> Reply:
        found = recipes.of_version(current_actor(), ImageKey(path.key))
        return reply(KeptRecipeBody(recipe=RecipeBody.of(found) if found else None))

    return bp
