"""A request of plain HTTP, carried to its server and the answer back; one a connection."""

import asyncio

import h11

from daas_broker.egress.proxy.asking import LONGEST_HEAD, Asked, carried_on, next_event


async def carry(
    asked: Asked,
    client: h11.Connection,
    near: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    far: tuple[asyncio.StreamReader, asyncio.StreamWriter],
) -> None:
    """Until the answer is whole, or either side breaks off."""
    server = h11.Connection(h11.CLIENT, max_incomplete_event_size=LONGEST_HEAD * 4)
    authority = asked.target.host.encode()
    if asked.target.port != 80:  # noqa: PLR2004 - the port that goes without saying
        authority += b":%d" % asked.target.port
    # The name that was decided upon, whatever the client's own line says of the host.
    headers = [one for one in carried_on(asked.request.headers) if one[0] != b"host"]
    request = h11.Request(
        method=asked.request.method,
        target=asked.path or b"/",
        headers=[(b"host", authority), *headers],
    )
    await _send(server, far[1], request)
    asking = asyncio.ensure_future(_body(client, server, near, far[1]))
    try:
        await _answer(client, server, near[1], far[0])
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)


async def _body(
    client: h11.Connection,
    server: h11.Connection,
    near: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    far: asyncio.StreamWriter,
) -> None:
    while True:
        if client.they_are_waiting_for_100_continue:
            go_on = h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue")
            await _send(client, near[1], go_on)
        event = await next_event(client, near[0])
        if not isinstance(event, h11.Data | h11.EndOfMessage):
            return
        await _send(server, far, event)
        if isinstance(event, h11.EndOfMessage):
            return


async def _answer(
    client: h11.Connection,
    server: h11.Connection,
    near: asyncio.StreamWriter,
    far: asyncio.StreamReader,
) -> None:
    while True:
        event = await next_event(server, far)
        match event:
            case h11.InformationalResponse():
                continue
            case h11.Response():
                await _send(
                    client,
                    near,
                    h11.Response(
                        status_code=event.status_code,
                        headers=carried_on(event.headers),
                        reason=event.reason,
                    ),
                )
            case h11.Data():
                await _send(client, near, event)
            case h11.EndOfMessage():
                await _send(client, near, event)
                return
            case _:
                raise ConnectionError("the server broke off")


async def _send(line: h11.Connection, writer: asyncio.StreamWriter, event: h11.Event) -> None:
    data = line.send(event)
    if data:
        writer.write(data)
        await writer.drain()
