"""Policies of the tunnel over HTTP."""

from collections.abc import Sequence
from datetime import datetime
from ipaddress import IPv4Address, IPv4Network
from typing import Annotated, Literal

from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from kernel.http import Reply, created, current_actor, no_content, reply
from kernel.ids import fresh_id
from kernel.settings import Zone
from vpn.devices.api import TAG
from vpn.devices.model import DeviceId
from vpn.policy.model import (
    Conditions,
    Effect,
    Explained,
    Needed,
    Policy,
    PolicyId,
    Proof,
    Reached,
    Step,
    Subject,
)
from vpn.policy.rules import DAY_MINUTES, LONGEST_MINUTES, SHORTEST_MINUTES
from vpn.policy.service import Policies

ZoneName = Literal["work", "internet"]
ProofName = Literal["password", "passkey"]
Miss = Literal["trust", "posture", "proof", "weekday", "time", "place"]


CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class TunnelPolicyBody(BaseModel):
    """Weekdays from Monday, 0; minutes of the day in Seoul; no network means from anywhere."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    effect: Literal["allow", "deny"]
    zone: ZoneName
    subject: Literal["everybody", "division", "person", "role"]
    subject_id: Annotated[str, Field(max_length=200)]
    minutes: Annotated[int, Field(ge=SHORTEST_MINUTES, le=LONGEST_MINUTES)]
    trust: Literal["claimed", "sound", "managed", "both"]
    proof: ProofName
    weekdays: Annotated[list[int], Field(max_length=7)]
    from_minute: Annotated[int, Field(ge=0, lt=DAY_MINUTES)]
    until_minute: Annotated[int, Field(ge=1, le=DAY_MINUTES)]
    networks: Annotated[list[IPv4Network], Field(max_length=50)]
    countries: Annotated[list[CountryCode], Field(max_length=50)] = []

    def policy(self, policy_id: str = "") -> Policy:
        return Policy(
            PolicyId(policy_id or fresh_id()),
            self.name.strip(),
            Effect(self.effect),
            Zone(self.zone),
            Subject(self.subject),
            self.subject_id,
            self.minutes,
            Conditions(
                Needed(self.trust),
                Proof(self.proof),
                frozenset(self.weekdays),
                self.from_minute,
                self.until_minute,
                tuple(self.networks),
                tuple(self.countries),
            ),
        )


class TunnelPolicyChangeBody(TunnelPolicyBody):
    """`version` is the one that was read; another one now is refused."""

    version: Annotated[int, Field(ge=1)]


class TunnelPolicyView(TunnelPolicyChangeBody):
    id: str

    @staticmethod
    def of(policy: Policy, version: int = 1) -> "TunnelPolicyView":
        plain = ("id", "name", "effect", "zone", "subject", "subject_id", "minutes")
        where = ("trust", "proof", "from_minute", "until_minute", "networks", "countries")
        facts = {
            **{key: getattr(policy, key) for key in plain},
            **{key: getattr(policy.conditions, key) for key in where},
            "weekdays": sorted(policy.conditions.weekdays),
            "version": version,
        }
        return TunnelPolicyView.model_validate(facts)


class TunnelPoliciesView(BaseModel):
    policies: list[TunnelPolicyView]


class TunnelPolicyPath(BaseModel):
    policy_id: str


class RemovalQuery(BaseModel):
    version: Annotated[int, Field(ge=1)]


class PreviewQuery(BaseModel):
    """`instead_of` is the policy that would be changed; empty for one more."""

    instead_of: str = ""


class PolicyPreviewView(BaseModel):
    """Names; `cut` are those whose open session would end."""

    gain: list[str]
    lose: list[str]
    cut: list[str]


class ExplainQuery(BaseModel):
    device_id: str
    zone: ZoneName
    proof: ProofName
    place: IPv4Address | None = None


class ExplainStep(BaseModel):
    """What of the policy does not hold, and what it says where hours, days and places count."""

    policy: str
    effect: Literal["allow", "deny"]
    misses: list[Miss]
    weekdays: list[int]
    from_minute: int
    until_minute: int
    networks: list[IPv4Network]
    countries: list[str]

    @staticmethod
    def of(step: Step) -> "ExplainStep":
        policy, found = step.policy, step.policy.conditions
        plain = ("from_minute", "until_minute", "networks", "countries")
        facts = {
            **{key: getattr(found, key) for key in plain},
            "policy": policy.name,
            "effect": policy.effect.value,
            "misses": list(step.misses),
            "weekdays": sorted(found.weekdays),
        }
        return ExplainStep.model_validate(facts)


class ReachedView(BaseModel):
    """`place` is empty for everything public, `ports` for all of them."""

    place: str
    ports: str
    note: str

    @staticmethod
    def each(found: Sequence[Reached]) -> "list[ReachedView]":
        return [ReachedView(**vars(one)) for one in found]


class ExplainView(BaseModel):
    """`decided` names the policy that decided; null where none lets in. `reaches` is where the zone
    leads whoever is in it, `opens_at` when waiting would help. While `is_held` (its key was at two
    places), and while it is `inside` a zone, the door is shut whatever the policies say."""

    allowed: bool
    decided: str | None
    minutes: int
    steps: list[ExplainStep]
    reaches: list[ReachedView]
    opens_at: datetime | None
    is_held: bool
    inside: ZoneName | None

    @staticmethod
    def of(found: Explained) -> "ExplainView":
        verdict = found.verdict
        facts = {
            "allowed": verdict.is_allowed,
            "decided": verdict.decided.name if verdict.decided else None,
            "minutes": verdict.minutes,
            "steps": [ExplainStep.of(step) for step in verdict.steps],
            "reaches": ReachedView.each(found.reaches),
            "opens_at": found.opens_at,
            "is_held": found.is_held,
            "inside": found.inside.value if found.inside else None,
        }
        return ExplainView.model_validate(facts)


def blueprint(policies: Policies) -> APIBlueprint:
    bp = APIBlueprint("vpn_policy", __name__, url_prefix="/api/admin/gvpn", abp_tags=[TAG])

    @bp.get("/policies", summary="Who may come in", responses={200: TunnelPoliciesView})
    def list_policies() -> Reply:
        found = policies.list_policies(current_actor())
        views = [TunnelPolicyView.of(one.policy, one.version) for one in found]
        return reply(TunnelPoliciesView(policies=views))

    @bp.post("/policies", summary="Add a policy", responses={201: TunnelPolicyView})
    def add(body: TunnelPolicyBody) -> Reply:
        policy = body.policy()
        policies.add(current_actor(), policy)
        return created(TunnelPolicyView.of(policy))

    @bp.put("/policies/<policy_id>", summary="Change a policy", responses={204: None})
    def change(path: TunnelPolicyPath, body: TunnelPolicyChangeBody) -> Reply:
        policies.change(current_actor(), body.policy(path.policy_id), body.version)
        return no_content()

    @bp.delete("/policies/<policy_id>", summary="Remove a policy", responses={204: None})
    def remove(path: TunnelPolicyPath, query: RemovalQuery) -> Reply:
        policies.remove(current_actor(), PolicyId(path.policy_id), query.version)
        return no_content()

    @bp.get(
        "/policies/<policy_id>/removal",
        summary="Whom its removal would affect",
        responses={200: PolicyPreviewView},
    )
    def preview_removal(path: TunnelPolicyPath) -> Reply:
        found = policies.preview_removal(current_actor(), PolicyId(path.policy_id))
        return reply(PolicyPreviewView(**vars(found)))

    @bp.post(
        "/policies/preview", summary="Whom it would let in", responses={200: PolicyPreviewView}
    )
    def preview(body: TunnelPolicyBody, query: PreviewQuery) -> Reply:
        found = policies.preview(current_actor(), body.policy(query.instead_of))
        return reply(PolicyPreviewView(**vars(found)))

    @bp.get("/explain", summary="Why a device may or may not", responses={200: ExplainView})
    def explain(query: ExplainQuery) -> Reply:
        proof, zone = Proof(query.proof), Zone(query.zone)
        device = DeviceId(query.device_id)
        found = policies.explain(current_actor(), device, zone, proof, query.place)
        return reply(ExplainView.of(found))

    return bp
