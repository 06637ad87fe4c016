"""What a domain hands to the composition root, and what it is given to build on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from sqlalchemy import Engine

from kernel.clock import Now
from kernel.db import Announce, Begin
from kernel.limits import Spend
from kernel.live import Realtime, TopicGate
from kernel.outbox import Subscription
from kernel.reconcile import Reconciler
from kernel.settings import Settings


@dataclass(frozen=True)
class Foundation:
    settings: Settings
    engine: Engine
    begin: Begin
    now: Now
    announce: Announce
    spend: Spend


@dataclass(frozen=True)
class Part:
    """`topics` says who may watch `<kind>:<id>`; `jobs` are procrastinate tasks by name."""

    blueprints: Sequence[APIBlueprint] = ()
    subscriptions: Sequence[Subscription] = ()
    reconcilers: Sequence[Reconciler] = ()
    topics: Mapping[str, TopicGate] = field(default_factory=dict)
    realtime: Sequence[Realtime] = ()
    jobs: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
