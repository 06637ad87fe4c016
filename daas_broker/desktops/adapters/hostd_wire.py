"""What is said over hostd's socket: one JSON object a line, a request and its reply.

The verbs are all there are. No request carries a command, a path of this machine or an
argument of a program.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from daas_broker.desktops.homes import (
    Reset,
    RestoreWish,
    WellFormedHomeId,
    WellFormedSnapshotId,
)
from daas_broker.desktops.model import (
    DesktopSpec,
    Generation,
    ImageName,
    WellFormedDesktopId,
    WellFormedImageKey,
)
from daas_broker.desktops.recipes import Change, Packages, RecipeDigest
from daas_broker.desktops.zones import ZonePolicy
from kernel.line import Strict
from kernel.settings import Zone

LONGEST_REQUEST = 256 * 1024  # a recipe's files, with each of their characters escaped
LONGEST_REPLY = 16 * 1024 * 1024  # 20,000 desktops
Epoch = Annotated[int, Field(ge=0, lt=2**63)]


class EnsureDesktop(Strict):
    verb: Literal["ensure_desktop"] = "ensure_desktop"
    spec: DesktopSpec
    epoch: Epoch


class ListDesktops(Strict):
    verb: Literal["list_desktops"] = "list_desktops"


class DestroyDesktop(Strict):
    verb: Literal["destroy_desktop"] = "destroy_desktop"
    desktop: WellFormedDesktopId
    generation: Generation
    epoch: Epoch


class ListImages(Strict):
    verb: Literal["list_images"] = "list_images"


class AskHealth(Strict):
    verb: Literal["health"] = "health"


class ApplyPolicy(Strict):
    verb: Literal["apply_policy"] = "apply_policy"
    policy: ZonePolicy
    epoch: Epoch


class ListZones(Strict):
    verb: Literal["list_zones"] = "list_zones"


class AttachHome(Strict):
    verb: Literal["attach_home"] = "attach_home"
    desktop: WellFormedDesktopId
    generation: Generation
    home: WellFormedHomeId
    epoch: Epoch


class SnapshotHome(Strict):
    verb: Literal["snapshot_home"] = "snapshot_home"
    home: WellFormedHomeId
    zone: Zone
    epoch: Epoch


class CompareHome(Strict):
    verb: Literal["compare_home"] = "compare_home"
    home: WellFormedHomeId
    zone: Zone
    snapshot: WellFormedSnapshotId


class RestoreHome(Strict):
    verb: Literal["restore_home"] = "restore_home"
    home: WellFormedHomeId
    zone: Zone
    wish: RestoreWish
    epoch: Epoch


class ResetHome(Strict):
    verb: Literal["reset_home"] = "reset_home"
    home: WellFormedHomeId
    zone: Zone
    what: Reset
    epoch: Epoch


HomeRequest = AttachHome | SnapshotHome | CompareHome | RestoreHome | ResetHome


class ListRecipes(Strict):
    verb: Literal["list_recipes"] = "list_recipes"


class BuildImage(Strict):
    """The name is all: what it is made of stands on the host."""

    verb: Literal["build_image"] = "build_image"
    name: ImageName
    released: bool = False


class AskBuild(Strict):
    verb: Literal["build"] = "build"


class ListPackages(Strict):
    verb: Literal["list_packages"] = "list_packages"
    image: WellFormedImageKey


class RemoveImage(Strict):
    verb: Literal["remove_image"] = "remove_image"
    image: WellFormedImageKey
    epoch: Epoch


class DescribeRecipe(Strict):
    verb: Literal["describe_recipe"] = "describe_recipe"
    name: ImageName


class RecipeOf(Strict):
    verb: Literal["recipe_of"] = "recipe_of"
    image: WellFormedImageKey


class ChangeRecipe(Strict):
    """Names of Debian packages and settings in a few places are all that can be said [HD24]."""

    verb: Literal["change_recipe"] = "change_recipe"
    name: ImageName
    change: Change
    seen: RecipeDigest


class FindUnknown(Strict):
    verb: Literal["unknown_packages"] = "unknown_packages"
    names: Packages


RecipeRequest = DescribeRecipe | RecipeOf | ChangeRecipe | FindUnknown
ImageRequest = ListRecipes | BuildImage | AskBuild | ListPackages | RemoveImage
Request = Annotated[
    EnsureDesktop
    | ListDesktops
    | DestroyDesktop
    | ListImages
    | AskHealth
    | ApplyPolicy
    | ListZones
    | HomeRequest
    | ImageRequest
    | RecipeRequest,
    Field(discriminator="verb"),
]
REQUEST: TypeAdapter[Request] = TypeAdapter(Request)
