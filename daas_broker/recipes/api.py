"""What images are made of over HTTP, for IT administrators."""

from typing import Annotated

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from daas_broker.desktops.model import PODMAN, ImageKey, ImageName, Provider
from daas_broker.desktops.recipes import MOST_CHANGES, Change, Described, RecipeFile
from daas_broker.recipes.service import Recipes
from kernel.http import Reply, current_actor, reply

TAG = Tag(name="image recipes", description="What an image is made of")
Names = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=2 * MOST_CHANGES)]


class RecipePartBody(BaseModel):
    name: str
    packages: list[str]


class RecipeFileBody(BaseModel):
    """`text` is null for what nobody reads, or where it is long; `digest` tells two apart."""

    path: str
    digest: str
    size_bytes: int
    text: str | None

    @staticmethod
    def of(file: RecipeFile) -> "RecipeFileBody":
        return RecipeFileBody(**vars(file))


class RecipeBody(BaseModel):
    """`parts` begin with the lowest and are as the release has them; `added` and `dropped` are
    what this workplace changed of the last one. What is `fixed` can be neither."""

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

    @staticmethod
    def of(found: Described) -> "RecipeBody":
        parts = [RecipePartBody(name=one.name, packages=list(one.packages)) for one in found.parts]
        return RecipeBody(
            name=found.name, title=found.title, digest=found.digest, suite=found.suite,
            locales=list(found.locales), timezone=found.timezone, user=found.user, uid=found.uid,
            is_machine=found.is_machine, parts=parts, added=list(found.change.added),
            dropped=list(found.change.dropped), fixed=list(found.fixed),
            files=[RecipeFileBody.of(file) for file in found.files],
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
    seen: Annotated[str, Field(max_length=64)]


class VersionKeyPath(BaseModel):
    key: Annotated[str, Field(max_length=64)]


def blueprint(recipes: Recipes) -> APIBlueprint:
    bp = APIBlueprint("daas_recipes", __name__, url_prefix="/api/admin", abp_tags=[TAG])
    one = "/image-recipes/<provider>/<name>"

    @bp.get(one, summary="As the next build will have it", responses={200: RecipeBody})
    def read_recipe(path: RecipePath) -> Reply:
        found = recipes.read(current_actor(), Provider(path.provider), path.name)
        return reply(RecipeBody.of(found))

    @bp.put(one, summary="Change its packages", responses={200: RecipeBody})
    def change_recipe(path: RecipePath, body: RecipeChange) -> Reply:
        wished = Change(tuple(body.added), tuple(body.dropped))
        of = (Provider(path.provider), path.name)
        return reply(RecipeBody.of(recipes.change(current_actor(), of, wished, body.seen)))

    @bp.get("/images/<key>/recipe", summary="What it was made of", responses={200: KeptRecipeBody})
    def read_kept_recipe(path: VersionKeyPath) -> Reply:
        found = recipes.of_version(current_actor(), ImageKey(path.key))
        return reply(KeptRecipeBody(recipe=RecipeBody.of(found) if found else None))

    return bp
