"""What may be asked, who decides, and what nobody may let across. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from daas_broker.antivirus.model import Scan
from daas_broker.releases.model import (
    OPEN,
    Approval,
    Approver,
    Asker,
    Finding,
    Guard,
    Inspected,
    Lane,
    Presence,
    Release,
    ReleaseStage,
    Source,
    Verdicts,
    Wish,
)
from kernel.actor import Role, UserId
from kernel.errors import Conflict, Denied, Invalid, TooFast
from kernel.settings import Zone

F = Finding
MIB = 1024 * 1024
MOST_BYTES = 50 * MIB  # what is larger nobody can look into (weboffice.paper.safe)
MOST_DAYS = 30
SHORTEST, LONGEST = 5, 500  # characters of a reason or an answer
MOST_OPEN = 20  # of one person at once
PREVIEW = 20_000  # characters that an approver is shown
ASKED_LATE = timedelta(minutes=1)  # an antivirus is asked every ten seconds
ASKED_AGAIN = timedelta(minutes=10)  # of an antivirus that is silent: it may be starting
DELIVERING_LONGEST = timedelta(minutes=10)
_NEVER = frozenset({F.MALWARE, F.PROGRAM, F.PROTECTED, F.DAMAGED, F.BOMB, F.DISGUISED, F.PACKED})

# Outwards a secret is lost, inwards something that runs comes in.
DEFAULTS: Mapping[Zone, Lane] = {
    Zone.INTERNET: Lane(
        Zone.INTERNET,
        is_open=True,
        approver=Approver.SUPERIOR,
        most_bytes=MOST_BYTES,
        refuses=_NEVER | {F.RESIDENT_NUMBER, F.SECRET_MARK},
    ),
    Zone.WORK: Lane(
        Zone.WORK,
        is_open=True,
        approver=Approver.EITHER,
        most_bytes=MOST_BYTES,
        refuses=_NEVER | {F.MACRO, F.SCRIPT, F.LINKED, F.UNSCANNED},
    ),
}


class ReleaseMalformed(Invalid):
    """`field` says which part."""

    code = "release_malformed"


class LaneClosed(Denied):
    """Nothing gets into the zone `to` by approval."""

    code = "release_lane_closed"


class ReleaseOver(Conflict):
    """It is not in a stage in which that can happen; `stage` is the one it is in."""

    code = "release_over"


class OwnRelease(Denied):
    """Nobody lets across what they asked for themselves."""

    code = "own_release"


class FindingsUnseen(Conflict):
    """Who approves names all that was found; `missing` was not named."""

    code = "release_findings_unseen"


class TooManyReleases(TooFast):
    code = "too_many_releases"


class LaneMoved(Conflict):
    """Somebody changed it meanwhile."""

    code = "release_lane_moved"


def check_wish(wish: Wish, lane: Lane, going: int) -> Wish:
    if not lane.is_open:
        raise LaneClosed(to=lane.to.value)
    if going >= MOST_OPEN:
        raise TooManyReleases(most=MOST_OPEN)
    reason = said(wish.reason, "reason")
    name = wish.name.strip()
    if not 1 <= len(name.encode()) <= 255 or "/" in name or "\0" in name:  # noqa: PLR2004
        raise ReleaseMalformed(field="name")
    return replace(wish, reason=reason, name=name)


def said(text: str, part: str) -> str:
    text = text.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        raise ReleaseMalformed(field=part, least=SHORTEST, most=LONGEST)
    return text


def verdicts(
    wish: Wish, inspected: Inspected, scan: Scan, at: datetime, signs: Iterable[str]
) -> Verdicts:
    """`signs` are those of daas_broker.policies that its text and its name show. A text needs no
    antivirus."""
    found = dict(inspected.findings)
    for sign in signs:
        found[Finding(sign)] = found.get(Finding(sign), 0) + 1
    if scan.malware:
        found[F.MALWARE] = 1
    if not scan.scanner and wish.source is not Source.TEXT:
        found[F.UNSCANNED] = 1
    return Verdicts(
        found,
        inspected.kind,
        tuple(inspected.where),
        inspected.text[:PREVIEW],
        bool(inspected.picture),
        scan.scanner,
        scan.malware,
        at,
    )


def stops(lane: Lane, found: Iterable[Finding]) -> frozenset[Finding]:
    """What nobody may approve [DX3]; malware stops everywhere."""
    return frozenset(found) & (lane.refuses | {F.MALWARE})


def inspected(release: Release, lane: Lane, made: Verdicts) -> Release:
    stopped = stops(lane, made.findings)
    stage = ReleaseStage.BLOCKED if stopped else ReleaseStage.WAITING
    return replace(release, verdicts=made, stage=stage, moved_at=made.inspected_at)


def may_decide(actor: UserId, roles: frozenset[Role], asker: Asker, approver: Approver) -> bool:
    """A superior, or a security officer: as the lane says, and never the asker [DX2]."""
    if actor == asker.id:
        return False
    is_officer = Role.SECURITY_OFFICER in roles
    is_superior = actor in asker.superiors
    match approver:
        case Approver.SUPERIOR:
            return is_superior or (is_officer and not asker.superiors)
        case Approver.OFFICER:
            return is_officer
        case Approver.EITHER:
            return is_superior or is_officer


def approved(release: Release, lane: Lane, approval: Approval) -> Release:
    """On its way from now on. Raise unless all that was found is named [DX3]."""
    _check_decidable(release, approval.by)
    found = frozenset(release.verdicts.findings if release.verdicts else ())
    if stopped := stops(lane, found):
        raise ReleaseOver(stage=ReleaseStage.BLOCKED.value, findings=sorted(stopped))
    if missing := sorted(found - approval.seen):
        raise FindingsUnseen(missing=missing)
    answer = approval.answer.strip()
    return replace(
        release,
        stage=ReleaseStage.RELEASED,
        decided_by=approval.by,
        decided_at=approval.at,
        answer=said(answer, "answer") if found or answer else "",
        moved_at=approval.at,
        ends_at=approval.at + timedelta(days=lane.days),
    )


def refused(release: Release, by: UserId, at: datetime, answer: str) -> Release:
    _check_decidable(release, by)
    answer = said(answer, "answer")
    return replace(
        release,
        stage=ReleaseStage.REFUSED,
        decided_by=by,
        decided_at=at,
        answer=answer,
        moved_at=at,
    )


def _check_decidable(release: Release, by: UserId) -> None:
    if release.person_id == by:
        raise OwnRelease
    if release.stage is not ReleaseStage.WAITING:
        raise ReleaseOver(stage=release.stage.value)


def withdrawn(release: Release, at: datetime) -> Release:
    """Until it goes [DX6]."""
    if release.stage not in OPEN - {ReleaseStage.DELIVERING}:
        raise ReleaseOver(stage=release.stage.value)
    return replace(release, stage=ReleaseStage.WITHDRAWN, moved_at=at)


def guarded(known: Guard, name: str | None, now: datetime) -> Guard:
    """`name` is what the antivirus said just now: empty where there is none, None for silence.
    How it stood while nobody asked is not known: it begins anew after that [DX11]."""
    answered = Presence.ANSWERS if name else Presence.NONE
    presence = Presence.SILENT if name is None else answered
    is_same = presence is known.presence and not is_unheard(known, now)
    return Guard(presence, known.since if is_same else now, name or known.scanner, now)


def is_unheard(known: Guard, now: datetime) -> bool:
    """Whether what is known of it is too old to be believed [DX11]."""
    return known.asked_at is None or now - known.asked_at > ASKED_LATE


def expired(release: Release, at: datetime) -> Release | None:
    """What nobody decided or fetched in time, and what broke off while it went [DX5]."""
    if release.stage in {ReleaseStage.WAITING, ReleaseStage.RELEASED} and release.ends_at <= at:
        return replace(release, stage=ReleaseStage.EXPIRED, moved_at=at)
    began = release.moved_at or release.asked_at
    if release.stage is ReleaseStage.DELIVERING and at - began > DELIVERING_LONGEST:
        return replace(release, stage=ReleaseStage.LOST, moved_at=at)
    return None


def with_defaults(to: Zone, refuses: Iterable[str], known: Iterable[str]) -> frozenset[Finding]:
    """What an officer chose, and the default for whatever came to be told later [DX8]."""
    chosen = frozenset(Finding(one) for one in refuses)
    return chosen | (DEFAULTS[to].refuses - frozenset(known))


def check_lane(lane: Lane) -> Lane:
    if lane.to not in DEFAULTS:
        raise ReleaseMalformed(field="to")
    if not 1 <= lane.most_bytes <= MOST_BYTES:
        raise ReleaseMalformed(field="most_bytes", least=1, most=MOST_BYTES)
    if not 1 <= lane.days <= MOST_DAYS:
        raise ReleaseMalformed(field="days", least=1, most=MOST_DAYS)
    return replace(lane, refuses=lane.refuses | {F.MALWARE})
