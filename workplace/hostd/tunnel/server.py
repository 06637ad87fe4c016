"""The tunnel's door: the same callers and the same bounds as hostd's other doors [HD1]."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from daas_broker.desktops.ports import HostFailure, Retryable
from kernel.line import Done, Failed
from vpn.tunnel.adapters.hostd_wire import (
    LONGEST_REQUEST,
    REQUEST,
    Close,
    Open,
    Request,
    See,
    SetGrants,
    SetPeers,
)
from workplace.hostd.gate import Gate, log
from workplace.hostd.host_network import NetworkFailed
from workplace.hostd.tunnel.host import Tunnel

ANYTHING: TypeAdapter[object] = TypeAdapter(object)


def open_gate(path: Path, tunnel: Tunnel, allowed: frozenset[int]) -> Gate:
    return Gate(path, allowed, LONGEST_REQUEST, lambda line: answer(tunnel, line).model_dump_json())


def answer(tunnel: Tunnel, line: bytes) -> Done | Failed:
    try:
        request = REQUEST.validate_json(line)
    except ValidationError as error:
        return Failed(code="permanent", message=_without_input(error))
    try:
        result = ANYTHING.dump_python(perform(tunnel, request), mode="json")
    except (NetworkFailed, OSError) as error:
        log.warning("%s: %s", request.verb, error)
        return Failed(code=Retryable.code, message=str(error))
    except HostFailure as failure:
        log.warning("%s: %s: %s", request.verb, failure.code, failure)
        return Failed(code=failure.code, message=str(failure))
    return Done(result=result)


def _without_input(error: ValidationError) -> str:
    """What is wrong and where, and not what was said: a key may be in it [VP13]."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found)


def perform(tunnel: Tunnel, request: Request) -> object:
    match request:
        case See():
            return tunnel.see()
        case Open(port=port, revision=revision):
            tunnel.open(port, revision)
        case Close(revision=revision):
            tunnel.close(revision)
        case SetPeers(put=peers, remove=remove, revision=revision):
            tunnel.set_peers(peers, remove, revision)
        case SetGrants(put=grants, close=close, revision=revision):
            tunnel.set_grants(grants, close, revision)
    return None
