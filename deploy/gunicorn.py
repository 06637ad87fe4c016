"""gunicorn for the web process: threads, because blocking code stays simple."""

import gc
from typing import Any

from prometheus_client import multiprocess

from kernel.settings import read_settings, shared_metrics

counts = shared_metrics()
if counts is not None:
    counts.mkdir(exist_ok=True)
    for left in counts.glob("*.db"):  # of an earlier start
        left.unlink()

bind = f"unix:{read_settings().socket('web')}"
workers = 2
worker_class = "gthread"
threads = 16
preload_app = True  # imported once and shared; connections are made after the fork
keepalive = 75  # longer than the edge keeps its side, so that only the edge closes
timeout = 120
graceful_timeout = 10
worker_tmp_dir = "/dev/shm"  # noqa: S108 - the heartbeat file must not wait for a disk
umask = 0o027
max_requests = 20_000  # a leak costs a restart, not the machine
max_requests_jitter = 4_000
limit_request_line = 8190
control_socket_disable = True
YOUNG_OBJECTS = 20_000  # at most some megabytes that wait to be let go
accesslog = None  # the edge writes it
errorlog = "-"
loglevel = "warning"


def when_ready(_: Any) -> None:
    """What is there now stays. A collector that looks at all of it takes 100 ms, when many come at
    once; and it writes to what workers would else share. A form of 250 answers is a thousand
    objects: looked through after each 700, as Python does, they cost a fifth of a submission."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 10, 10)


def child_exit(_: Any, worker: Any) -> None:
    if counts is not None:
        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
