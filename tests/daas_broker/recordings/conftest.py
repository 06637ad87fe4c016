"""A desktop that is recorded, without a gateway: what one would say to the recorder."""

from dataclasses import dataclass
from typing import Any

import pytest

from daas_broker.display.companions.recording import Recorders
from daas_broker.recordings.files import Writing
from daas_broker.recordings.model import Duty, End, Kind, Piece, Record, RecordingId
from daas_broker.recordings.recorder import Recorder, Whose
from daas_broker.sessions.model import Stream
from kernel.actor import Role, UserId
from tests.daas_broker.conftest import Broker
from tests.daas_broker.policies.test_policies import apply, open_stream, stage
from tests.support.world import SignedInClient

BASIS = "정보보안 업무규정 제12조"


@dataclass
class Studio:
    broker: Broker
    pool: str
    stream: Stream

    @property
    def officer(self) -> SignedInClient:
        return self.broker.world.as_user("sol", Role.SECURITY_OFFICER)

    @property
    def auditor(self) -> SignedInClient:
        return self.broker.world.as_user("una", Role.AUDITOR)

    @property
    def ann(self) -> SignedInClient:
        return self.broker.world.as_user("ann")

    @property
    def recorder(self) -> Recorder:
        recorders = self.broker.broker.recorders
        assert isinstance(recorders, Recorders)
        assert isinstance(recorders.recorder, Recorder)
        return recorders.recorder

    def ask(self, *, is_on: bool = True, basis: str = BASIS, days: int = 30) -> Any:
        """A policy of the pool, applied."""
        wish = {"is_on": is_on, "basis": basis, "retention_days": days}
        stage(self.officer, "pool", self.pool, recording=wish)
        return apply(self.officer, "pool", self.pool)

    def ticket(self) -> Any:
        return self.ann.post(f"/api/desktops/{self.stream.desktop_id}/tickets")

    def read_notice(self, digest: str = "") -> Any:
        digest = digest or self.ticket().get_json()["digest"]
        path = f"/api/desktops/{self.stream.desktop_id}/recording-notice"
        return self.ann.post(path, digest=digest)

    def start(self, days: int = 30) -> Writing:
        return self.recorder.start(Whose(self.stream, UserId("ann"), Duty(BASIS, days)))

    def shoot(self, seconds: int = 3) -> RecordingId:
        """A recording of some seconds, from its notice to its end."""
        self.ask()
        self.read_notice()
        writing = self.start()
        for second in range(seconds):
            writing.write(piece(second, is_last=second == seconds - 1))
        writing.close()
        self.recorder.finish(writing.recording, writing.progress, writing.points, End.CLOSED)
        return writing.recording

    def path(self, id_: str) -> str:
        return f"/api/admin/recordings/{id_}"


def piece(second: int, *, is_last: bool = False) -> Piece:
    picture = b"\x03\x00\x00\x01\x00\x00" + f"second {second}".encode()
    records = [Record(Kind.PICTURE, second * 1000, picture)]
    return Piece(records, second % 30 == 0, is_last)


@pytest.fixture
def studio(broker: Broker) -> Studio:
    pool = broker.pool()
    broker.settle()
    return Studio(broker, pool, open_stream(broker, "ann", pool))
