"""The house rules that a linter cannot see."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.support.world import World

ROOT = Path(__file__).parents[2]
MAX_LINES = 400
RULE = re.compile(r"\*\*([A-Z]+\d+)\*\*")
CITATION = re.compile(r"\[([A-Z]+\d+)\]")
PARAMETER = re.compile(r"<(?:(\w+):)?[^>]+>")
# This list may only shrink. What it names proves who calls, or says nothing about anybody.
ANYONE_MAY_CALL = {
    "identity_single_sign_on.offered",
    "identity_single_sign_on.begin",
    "identity_single_sign_on.come_back",
    "identity_single_sign_on.metadata",  # our own addresses
    # The provider signed what is posted, and its browser still has to come for what it says.
    "identity_single_sign_on.answer",
    "identity_mobile_id.offered",
    "identity_mobile_id.begin",
    "identity_mobile_id.phase",  # of the attempt that this browser began
    "identity_mobile_id.finish",
    # A wallet knows its request's token; who is signed in by it is the browser that began.
    "identity_wallet.read_request",
    "identity_wallet.answer",
    "identity_login.sign_in",
    "identity_login.session_end",
    "identity_login.begin_passkey",
    "identity_login.sign_in_by_passkey",
    "demo.accounts",
    "demo.issue_card",  # as much as the password that the page of signing in shows
    "healthz",
    "metrics",
    "api_page",
    # An office shows its own token with each call; the page says nothing but our own text.
    "weboffice_wopi.check_file_info",
    "weboffice_wopi.act",
    "weboffice_wopi.get_file",
    "weboffice_wopi.put_file",
    "weboffice_external_page.frame_page",
    # A device that is not signed in: it shows a code that was given to its person, then its pickup.
    "vpn_enrolment.script",
    "vpn_enrolment.watch",
    "vpn_sessions.left",  # of the device whose address inside it comes from
    "vpn_enrolment.enrol",
    "vpn_enrolment.profile",
    "vpn_enrolment.certificate",
    "vpn_posture.script",
    "vpn_posture.report",  # of the device whose address inside it comes from
    "vpn_routes.exchange",  # of the device whose address inside it comes from
    "vpn_renewal.script",
    "vpn_renewal.renew",
    # Whoever holds a notice: its code, or a link and an answer, and nothing about anybody besides.
    "mobile_proofs.mark_key",
    "mobile_proofs.look",
    "mobile_proofs.check",
    "mobile_handing.open_link",
    "mobile_handing.look_again",
    "mobile_handing.read_pdf",
    # A program logs in as ODK Central has it, with a device's name and secret.
    "mobile_central.log_in",
    "openapi_contract",
}


def tracked(pattern: str) -> list[Path]:
    """Files of the checkout, without what is ignored or made by tools."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def found_in(files: list[Path], pattern: re.Pattern[str]) -> set[str]:
    return {id_ for file in files for id_ in pattern.findall(file.read_text())}


def test_every_rule_is_cited_by_a_test_and_every_citation_is_a_rule() -> None:
    stated = [id_ for f in tracked("*/RULES.md") for id_ in RULE.findall(f.read_text())]
    assert sorted(stated) == sorted(set(stated)), "two rules with one number"
    tests = [
        *tracked("tests/**/test_*.py"),
        *tracked("web/**/*.test.ts"),
        *tracked("web/**/*.test.tsx"),
    ]
    cited = found_in(tests, CITATION)
    assert (sorted(set(stated) - cited), sorted(cited - set(stated))) == ([], [])


def test_code_cites_no_rule_that_is_not_stated() -> None:
    stated = found_in(tracked("*/RULES.md"), RULE)
    code = [f for f in tracked("*.py") if "tests" not in f.relative_to(ROOT).parts]
    cited = found_in(code, re.compile(r"# .*\[([A-Z]{2,}\d+)\]"))
    assert sorted(cited - stated) == []


def test_no_file_outgrows_a_reader() -> None:
    files = [*tracked("*.py"), *tracked("web/src/**/*.ts"), *tracked("web/src/**/*.tsx")]
    written = [f for f in files if "generated" not in f.parts]
    long = {f.relative_to(ROOT): n for f in written if (n := lines(f)) > MAX_LINES}
    assert long == {}


def lines(file: Path) -> int:
    return len(file.read_text().splitlines())


def test_every_endpoint_turns_away_people_who_are_not_signed_in(world: World) -> None:
    """[HT1] A new endpoint is covered by being registered."""
    stranger = world.stranger()
    answered = [
        f"{method} {rule.rule}"
        for rule in world.app.url_map.iter_rules()
        if rule.endpoint not in ANYONE_MAY_CALL
        for method in methods(rule)
        if status(stranger, rule, method) != 401
    ]
    assert answered == []


def test_the_list_of_what_anyone_may_call_has_nothing_that_is_gone(world: World) -> None:
    """[HT1]"""
    assert {r.endpoint for r in world.app.url_map.iter_rules()} >= ANYONE_MAY_CALL


def test_other_sites_may_post_to_two_endpoints_alone(world: World) -> None:
    """[SI10] [SO1] [MI1] What a provider signed, or a wallet; its browser comes for it."""
    views = world.app.view_functions.items()
    open_ = {name for name, view in views if getattr(view, "is_from_elsewhere", False)}
    assert open_ == {"identity_single_sign_on.answer", "identity_wallet.answer"}


def methods(rule: Rule) -> Iterator[str]:
    yield from sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def status(stranger: FlaskClient, rule: Rule, method: str) -> int:
    path = PARAMETER.sub(lambda part: "1" if part[1] == "int" else "none", rule.rule)
    return stranger.open(path, method=method).status_code
