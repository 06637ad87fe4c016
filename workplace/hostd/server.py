"""hostd's socket for desktops: what may be asked, and what is answered."""

from pathlib import Path
from typing import assert_never

from pydantic import TypeAdapter, ValidationError

from daas_broker.desktops.adapters.hostd_wire import (
    LONGEST_REQUEST,
    REQUEST,
    ApplyPolicy,
    AskBuild,
    AskHealth,
    AttachHome,
    BuildImage,
    ChangeRecipe,
    CompareHome,
    DescribeRecipe,
    DestroyDesktop,
    EnsureDesktop,
    FindUnknown,
    HomeRequest,
    ImageRequest,
    ListDesktops,
    ListImages,
    ListPackages,
    ListRecipes,
    ListZones,
    RecipeOf,
    RecipeRequest,
    RemoveImage,
    Request,
    ResetHome,
    RestoreHome,
    SnapshotHome,
)
from daas_broker.desktops.ports import (
    DesktopHost,
    HomeHost,
    HostFailure,
    ImageMaker,
    Permanent,
    ZoneNetworks,
)
from daas_broker.desktops.recipes import RecipeBook
from kernel.line import Done, Failed
from workplace.hostd.gate import Gate, log

ANYTHING: TypeAdapter[object] = TypeAdapter(object)
More = ApplyPolicy | ListZones | ImageRequest | RecipeRequest | HomeRequest


class Server(Gate):
    def __init__(self, path: Path, host: DesktopHost, allowed: frozenset[int]) -> None:
        self.host = host
        super().__init__(path, allowed, LONGEST_REQUEST, self._answer)

    def _answer(self, line: bytes) -> str:
        try:
            request = REQUEST.validate_json(line)
        except ValidationError as error:
            return Failed(code="permanent", message=str(error)).model_dump_json()
        return self._obey(request).model_dump_json()

    def _obey(self, request: Request) -> Done | Failed:
        try:
            result = ANYTHING.dump_python(perform(self.host, request), mode="json")
        except HostFailure as failure:
            log.warning("%s: %s: %s", request.verb, failure.code, failure)
            return Failed(code=failure.code, message=str(failure))
        return Done(result=result)


def perform(host: DesktopHost, request: Request) -> object:
    match request:
        case EnsureDesktop(spec=spec, epoch=epoch):
            return host.ensure(spec, epoch)
        case DestroyDesktop(desktop=desktop, generation=generation, epoch=epoch):
            return host.destroy(desktop, generation, epoch)
        case ListDesktops() | ListImages() | AskHealth():
            return look(host, request)
        case _:
            return perform_more(host, request)


def perform_more(host: DesktopHost, request: More) -> object:
    """Not every kind of desktop has homes, and the networks are one host's for all kinds."""
    match request:
        case ApplyPolicy() | ListZones():
            if isinstance(host, ZoneNetworks):
                return perform_on_zones(host, request)
        case ListRecipes() | BuildImage() | AskBuild() | ListPackages() | RemoveImage():
            if isinstance(host, ImageMaker):
                return perform_on_images(host, request)
        case DescribeRecipe() | RecipeOf() | ChangeRecipe() | FindUnknown():
            if isinstance(host, RecipeBook):
                return perform_on_recipes(host, request)
        case _:
            if isinstance(host, HomeHost):
                return perform_on_homes(host, request)
    raise Permanent(f"desktops of this kind know nothing of {request.verb}")


def look(host: DesktopHost, request: ListDesktops | ListImages | AskHealth) -> object:
    match request:
        case ListDesktops():
            return list(host.desktops())
        case ListImages():
            return list(host.images())
        case AskHealth():
            return host.health()


def perform_on_zones(host: ZoneNetworks, request: ApplyPolicy | ListZones) -> object:
    match request:
        case ApplyPolicy(policy=policy, epoch=epoch):
            host.apply_policy(policy, epoch)
            return None
        case ListZones():
            return list(host.zones())


def perform_on_homes(host: HomeHost, request: HomeRequest) -> object:
    match request:
        case AttachHome(desktop=desktop, generation=generation, home=home, epoch=epoch):
            return host.attach_home(desktop, generation, home, epoch)
        case SnapshotHome(home=home, zone=zone, epoch=epoch):
            return host.snapshot_home(home, zone, epoch)
        case CompareHome(home=home, zone=zone, snapshot=snapshot):
            return host.compare_home(home, zone, snapshot)
        case RestoreHome(home=home, zone=zone, wish=wish, epoch=epoch):
            return host.restore_home(home, zone, wish, epoch)
        case ResetHome(home=home, zone=zone, what=what, epoch=epoch):
            return host.reset_home(home, zone, what, epoch)
        case _:
            assert_never(request)


def perform_on_images(host: ImageMaker, request: ImageRequest) -> object:
    match request:
        case ListRecipes():
            return list(host.recipes())
        case BuildImage(name=name, released=released):
            return host.build_image(name, released=released)
        case AskBuild():
            return host.build()
        case ListPackages(image=image):
            return list(host.packages(image))
        case RemoveImage(image=image, epoch=epoch):
            host.remove_image(image, epoch)
            return None
        case _:
            assert_never(request)


def perform_on_recipes(host: RecipeBook, request: RecipeRequest) -> object:
    match request:
        case DescribeRecipe(name=name):
            return host.describe(name)
        case RecipeOf(image=image):
            return host.described(image)
        case ChangeRecipe(name=name, change=change, seen=seen):
            return host.change_recipe(name, change, seen)
        case FindUnknown(names=names):
            return host.unknown_packages(names)
        case _:
            assert_never(request)
