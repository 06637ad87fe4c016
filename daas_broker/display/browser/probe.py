"""Answers a browser that asks how far the gateway is and how much passes, before any desktop."""

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from daas_broker.display import rules
from daas_broker.display.model import Answer

SUBPROTOCOL = "onmaru.check"
MOST_MESSAGES = 64  # of any kind: who comes here has shown nothing
OVER = -1
LOAD = "load"
LOAD_BYTES, LOAD_FRAMES = 128 * 1024, 16  # 2 MiB, once a connection
FILLING = bytes(LOAD_BYTES)


class Probe(WSListener):
    """Needs no ticket and knows nothing: `ping,N` is answered, `load` once with 2 MiB [DV4]."""

    def __init__(self) -> None:
        self._left, self._has_loaded = MOST_MESSAGES, False

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if self._left == OVER:
            return  # picows goes on with what it has read
        self._left -= 1
        if self._left == OVER or not self._answer(transport, frame):
            self._left = OVER
            transport.send_close(WSCloseCode.OK)
            transport.disconnect()

    def _answer(self, transport: WSTransport, frame: WSFrame) -> bool:
        if frame.msg_type == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
            return True
        if frame.msg_type != WSMsgType.TEXT or not frame.fin:
            return frame.msg_type == WSMsgType.PONG
        message = frame.get_payload_as_bytes()[:32].decode("ascii", "replace")
        if message == LOAD and not self._has_loaded:
            self._has_loaded = True
            for _ in range(LOAD_FRAMES):
                transport.send(WSMsgType.BINARY, FILLING)
            return True
        verdict = rules.from_viewer(message) if message.startswith("ping,") else None
        if not isinstance(verdict, Answer):
            return False
        transport.send(WSMsgType.TEXT, verdict.message.encode())
        return True
