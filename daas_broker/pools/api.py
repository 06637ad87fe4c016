"""Pools over HTTP, for IT administrators."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from daas_broker.desktops.machine import State
from daas_broker.desktops.model import DesktopSize, Lack, PoolId, Provider
from daas_broker.entitlement.api import AudienceBody, ReachView
from daas_broker.forecast.api import PoolDayView, ReadinessBody
from daas_broker.pools.model import Keeping, Kind, Pool, PoolWish
from daas_broker.pools.service import Pools
from kernel.http import Reply, created, current_actor, no_content, reply
from kernel.settings import Zone

TAG = Tag(name="desktop pools", description="How many desktops are kept, of which image")


class SizeBody(BaseModel):
    memory_mib: Annotated[int, Field(ge=512, le=65_536)] = 2048
    cpus: Annotated[float, Field(ge=0.1, le=64)] = 2.0
    home_mib: Annotated[int, Field(ge=64, le=65_536)] = 1024


class PoolBody(BaseModel):
    """`app` is the one program of an `app` pool. Only a persistent one lingers for ever (null)."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    image: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    zone: Literal["internet", "work"] = "internet"
    size: SizeBody = SizeBody()
    warm: Annotated[int, Field(ge=0, le=500)] = 1
    maximum: Annotated[int, Field(ge=1, le=500)] = 4
    provider: Annotated[str, Field(pattern=r"^[a-z]{2,20}$")] = "podman"
    audience: AudienceBody = AudienceBody()
    kind: Kind = Kind.POOLED
    app: Annotated[str, Field(pattern=r"^([a-z][a-z0-9.-]{0,39})?$")] = ""
    grace_seconds: Annotated[int, Field(ge=0, le=86_400)] = 300
    readiness: ReadinessBody = ReadinessBody()
    linger_seconds: Annotated[int, Field(ge=0, le=366 * 86_400)] | None = 0
    homes: bool = False
    takes_requests: bool = False

    def wish(self) -> PoolWish:
        linger = self.linger_seconds
        return PoolWish(
            name=self.name.strip(),
            image=self.image,
            zone=Zone(self.zone),
            size=DesktopSize(**self.size.model_dump()),
            warm=self.warm,
            maximum=self.maximum,
            provider=Provider(self.provider),
            audience=self.audience.audience(),
            kind=self.kind,
            app=self.app,
            readiness=self.readiness.readiness(),
            keeping=Keeping(
                timedelta(seconds=self.grace_seconds),
                None if linger is None else timedelta(seconds=linger),
            ),
            homes=self.homes,
            takes_requests=self.takes_requests,
        )


class PoolPath(BaseModel):
    pool_id: str


class PoolView(PoolBody):
    """`lacking` are warm ones whose program is not to be had."""

    id: str
    counts: dict[str, int]
    lacking: dict[Lack, int]

    @staticmethod
    def of(
        pool: Pool, counts: Mapping[State, int], lacking: Mapping[Lack, int] | None = None
    ) -> "PoolView":
        wish = pool.wish
        linger = wish.keeping.linger
        size = SizeBody(
            memory_mib=wish.size.memory_mib, cpus=wish.size.cpus, home_mib=wish.size.home_mib
        )
        return PoolView(
            id=pool.id,
            name=wish.name,
            image=wish.image,
            zone="work" if wish.zone is Zone.WORK else "internet",
            size=size,
            warm=wish.warm,
            maximum=wish.maximum,
            provider=wish.provider,
            audience=AudienceBody.of(wish.audience),
            kind=wish.kind,
            app=wish.app,
            readiness=ReadinessBody.of(wish.readiness),
            grace_seconds=round(wish.keeping.grace.total_seconds()),
            linger_seconds=None if linger is None else round(linger.total_seconds()),
            homes=wish.homes,
            takes_requests=wish.takes_requests,
            counts={state.value: count for state, count in counts.items()},
            lacking=dict(lacking or {}),
        )


class PoolsView(BaseModel):
    """`providers` are what a pool's desktops may run on."""

    pools: list[PoolView]
    providers: list[str]


def blueprint(pools: Pools) -> APIBlueprint:
    bp = APIBlueprint("daas_pools", __name__, url_prefix="/api/admin/pools", abp_tags=[TAG])

    @bp.get("", summary="All pools, with their desktops by state", responses={200: PoolsView})
    def list_pools() -> Reply:
        views = [PoolView.of(*found) for found in pools.list_pools(current_actor())]
        return reply(PoolsView(pools=views, providers=list(pools.providers)))

    @bp.post("", summary="Make a pool", responses={201: PoolView})
    def create_pool(body: PoolBody) -> Reply:
        return created(PoolView.of(pools.create_pool(current_actor(), body.wish()), {}))

    @bp.post("/audience", summary="How many people an audience admits", responses={200: ReachView})
    def preview_audience(body: AudienceBody) -> Reply:
        return reply(ReachView.of(pools.reach(current_actor(), body.audience())))

    @bp.get(
        "/<pool_id>/day",
        summary="Today's curve: expected, wanted, used",
        responses={200: PoolDayView},
    )
    def show_day(path: PoolPath) -> Reply:
        return reply(PoolDayView.of(pools.day(current_actor(), PoolId(path.pool_id))))

    @bp.put("/<pool_id>", summary="Change a pool", responses={200: PoolView})
    def change_pool(path: PoolPath, body: PoolBody) -> Reply:
        pool = pools.change_pool(current_actor(), PoolId(path.pool_id), body.wish())
        return reply(PoolView.of(pool, {}))

    @bp.delete("/<pool_id>", summary="Remove a pool; desktops in use stay", responses={204: None})
    def remove_pool(path: PoolPath) -> Reply:
        pools.remove_pool(current_actor(), PoolId(path.pool_id))
        return no_content()

    return bp
