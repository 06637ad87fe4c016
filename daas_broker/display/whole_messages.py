"""What a browser may send at all: whole messages within bounds."""

from abc import abstractmethod

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from daas_broker.display.model import FROM_VIEWER_BYTES


class WholeMessages(WSListener):
    """Hands texts and bytes on; a message in parts, or a text that is none, is refused."""

    @abstractmethod
    def _hear_text(self, text: str) -> None: ...
    @abstractmethod
    def _hear_bytes(self, payload: bytes) -> None: ...
    @abstractmethod
    def _refuse(self, why: str) -> None: ...

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.payload_size > FROM_VIEWER_BYTES:
            return  # refused already: picows only goes on reading it
        if frame.msg_type == WSMsgType.CLOSE:
            transport.send_close(WSCloseCode.OK)
            transport.disconnect()
        elif frame.msg_type == WSMsgType.TEXT and frame.fin:
            try:
                text = frame.get_payload_as_utf8_text()
            except UnicodeDecodeError:
                self._refuse("text that is no UTF-8")
            else:
                self._hear_text(text)
        elif frame.msg_type == WSMsgType.BINARY and frame.fin:
            self._hear_bytes(frame.get_payload_as_bytes())
        elif frame.msg_type not in {WSMsgType.PING, WSMsgType.PONG}:
            self._refuse("a message in parts")
