"""`python -m daas_broker.egress.proxy ADDRESS SOCKET`: in the namespace and the sandbox that hostd
made for it. Its policy comes through the socket; until then it refuses everything."""

import asyncio
import logging
import signal
import sys
from pathlib import Path

import uvloop

from daas_broker.egress.proxy.asking import PIECE
from daas_broker.egress.proxy.control import PORT, listen
from daas_broker.egress.proxy.server import Proxy


async def serve(address: str, control: Path) -> None:
    proxy, ended = Proxy(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    desktops = await asyncio.start_server(proxy.take, address, PORT, limit=PIECE)
    said = await listen(control, proxy.apply)
    async with desktops, said:
        await ended.wait()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    uvloop.run(serve(sys.argv[1], Path(sys.argv[2])))
