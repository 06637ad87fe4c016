"""The commands of `./onmaru`: what may be said to it, and which module of the stack does it.

That module is imported when it is asked for: `--help` and `doctor` also work where nothing is
installed yet.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from textwrap import dedent
from typing import TypeAlias

from kernel.settings import read_settings
from workplace.stack.progress import StepFailed

ENVIRONMENT = """
An instance is one running workplace. These choose it, and an instance remembers what it was
started with, so that the other commands need ONMARU_VAR alone:
  ONMARU_VAR    where it keeps everything (default: var/ in the checkout)
  ONMARU_PORT   the work zone's port; the Internet zone is the next, guests the one after (8080)
  ONMARU_HOST   the name that browsers use (localhost; any other name is served on all interfaces)
  ONMARU_DEMO   1 loads the fictional agency, 0 starts empty
  ONMARU_VM     1 lets pools run virtual machines as well; `up --with vm` sets it
  ONMARU_DATABASE_URL, ONMARU_REDIS_URL, ONMARU_LDAP_URL, ONMARU_LDAP_BASE
                servers that the agency runs itself; the private one is then not started
"""


def main(arguments: Sequence[str]) -> int:
    """0 done, 1 failed, 2 asked wrongly."""
    chosen = _parser().parse_args(arguments or ["--help"])
    try:
        return int(import_module(chosen.module).command(read_settings(), chosen))
    except StepFailed as failed:
        _complain(f"  ✗ {failed.step}: {failed.why}\n\n    What to do: {failed.advice}.")
        if failed.log:
            _complain(f"    Log: {failed.log}")
        return 1
    except BrokenPipeError:  # `| head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except PermissionError as error:
        _complain(f"onmaru: this needs root ({error.strerror}: {error.filename or 'its socket'}).")
        return 1
    except KeyboardInterrupt:
        _complain("\nonmaru: stopped by you. The same command goes on from here.")
        return 130
    except ModuleNotFoundError as error:
        if (error.name or "").split(".", maxsplit=1)[0] in {"workplace", "kernel"}:
            raise
        _complain(f"onmaru: {error.name} is missing; ./onmaru up installs it.")
        return 1


def _complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./onmaru",
        description="Onmaru: a whole workplace for an agency, from one command.",
        epilog=ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for add in (_up, _down, _status, _doctor, _accounts, _logs, _test, _check, _bench):
        add(commands)
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def _command(commands: Commands, name: str, module: str, text: str) -> argparse.ArgumentParser:
    """`text`: a line for the list of commands, then what `--help` tells beside it."""
    line, _, more = dedent(text).strip().partition("\n")
    parser = commands.add_parser(
        name,
        help=line,
        description=f"{line}\n{more}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(module=f"workplace.stack.{module}")
    return parser


def _up(commands: Commands) -> None:
    parser = _command(
        commands,
        "up",
        "start",
        """
        Install what is missing, start everything, print addresses and accounts.

        Needs root and Debian 12. The first time takes some minutes and shows what it does; later
        starts take seconds. Run it again after an error, after Ctrl-C or after `git pull`: it
        goes on from where it was, and starts anew only what changed. Logs of the steps are in
        var/log/setup/, logs of the processes in var/log/.
        """,
    )
    parser.add_argument(
        "--with",
        dest="extra",
        choices=["vm"],
        action="append",
        help="vm: pools of virtual machines; installs deploy/packages-vm.txt and is remembered",
    )


def _down(commands: Commands) -> None:
    parser = _command(
        commands,
        "down",
        "stop",
        """
        Stop every process and every desktop of this instance. Nothing that was saved is lost.

        The edge stops first and PostgreSQL last. Documents, files and accounts stay in var/.
        """,
    )
    parser.add_argument(
        "--keep-desktops", action="store_true", help="leave running desktops to the next `up`"
    )


def _status(commands: Commands) -> None:
    parser = _command(
        commands,
        "status",
        "state",
        """
        Show each process: whether it runs and answers, since when, how much memory it holds.

        Memory is the proportional set size of a process and its children, so that the sum of the
        column is what the workplace takes. Ends with 1 when something does not run or answer.
        """,
    )
    parser.add_argument("--json", action="store_true", help="one JSON array for other programs")


def _doctor(commands: Commands) -> None:
    parser = _command(
        commands,
        "doctor",
        "doctor",
        """
        Look at this machine: what is there, what is missing, what that means, what to do.

        Changes nothing and needs nothing installed. Ends with 1 when something is missing
        without which the workplace does not run.
        """,
    )
    parser.add_argument("--json", action="store_true", help="one JSON array for other programs")


def _accounts(commands: Commands) -> None:
    _command(
        commands,
        "accounts",
        "addresses",
        """
        Print the addresses of the zones and the demonstration's accounts with their password.

        The password was made on this machine when it was first started; it is in no file of the
        repository.
        """,
    )


def _logs(commands: Commands) -> None:
    parser = _command(commands, "logs", "follow", "Follow the log of one process until Ctrl-C.")
    parser.add_argument("process", help="a name from `./onmaru status`, or supervisord")
    parser.add_argument("-n", "--lines", type=int, default=40, help="how many old lines (40)")
    parser.add_argument("--no-follow", action="store_true", help="print them and end")


def _test(commands: Commands) -> None:
    parser = _command(
        commands,
        "test",
        "trial",
        """
        Run the fast tests, then the journeys in real browsers against workplaces of their own.

        They live in var/e2e-0 … on ports from 28080 and never touch a running one. Screenshots of
        the journeys stay in var/artefacts. Anything after `--` goes to pytest instead:
        ./onmaru test -- tests/gdrive -k share -x
        """,
    )
    parser.add_argument("--all", action="store_true", help="also the tests that take minutes")
    parser.add_argument("--fast", action="store_true", help="only the fast ones, without browsers")
    parser.add_argument("pytest", nargs="*", help="paths or options for pytest, after `--`")


def _check(commands: Commands) -> None:
    parser = _command(
        commands,
        "check",
        "checks",
        """
        Everything that is judged without running the workplace: style, types, layers, contracts.

        Runs all, shows what the failing ones said, and closes with a summary.
        """,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these (see --list)")
    parser.add_argument("--list", action="store_true", help="print the names and what each does")


def _bench(commands: Commands) -> None:
    parser = _command(
        commands,
        "bench",
        "measure",
        """
        Measure, beside a peer where there is one: one JSON object a line.

        Each has: figure, unit, ours, peer, peer_name, target, holds. Numbers from a busy machine
        compare with nothing but the peer of the same run.
        """,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which; none lists them")
