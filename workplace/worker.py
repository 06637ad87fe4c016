"""The worker process: delivers events, runs jobs and all reconcilers."""

import asyncio
import threading
from functools import partial
from typing import Any

from procrastinate import App, PsycopgConnector, RetryStrategy
from sqlalchemy import make_url

from kernel import outbox
from kernel.db import connect
from kernel.log import start_logging
from kernel.reconcile import run_forever
from kernel.settings import read_settings
from workplace.foundation import foundation
from workplace.probe import serve_probe
from workplace.stack.rotation import AccessLog
from workplace.wiring import Workplace, build

IDLE_LEADERS = 4  # connections that wait for the next look of a reconciler
RETRY = RetryStrategy(max_attempts=20, exponential_wait=2)


def jobs_app(workplace: Workplace) -> App:
    """Jobs are plain blocking functions; procrastinate runs them in threads."""
    connector = PsycopgConnector(conninfo=_conninfo(workplace.base.settings.database_url))
    app = App(connector=connector)
    deliver = partial(outbox.deliver, workplace.base.begin, workplace.subscriptions)
    for name, job in {outbox.DELIVER: deliver, **workplace.jobs}.items():
        app.task(name=name, retry=RETRY)(_named(name, job))
    return app


def _named(name: str, job: Any) -> Any:
    def run(**args: Any) -> None:
        job(**args)

    run.__name__ = name.replace(".", "_")
    return run


def _conninfo(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


async def _run(workplace: Workplace) -> None:
    app = jobs_app(workplace)
    async with app.open_async():
        await app.run_worker_async(concurrency=4, delete_jobs="successful")


def main() -> None:
    start_logging()
    settings = read_settings()
    workplace = build(foundation(settings))
    stop = threading.Event()
    serve_probe(settings.socket("worker"))
    reconcilers = [*workplace.reconcilers, AccessLog(settings.var / "edge")]
    leaders = connect(settings.database_url, pool_size=IDLE_LEADERS, most=2 * len(reconcilers))
    loops = threading.Thread(target=run_forever, args=(reconcilers, leaders, stop), daemon=True)
    loops.start()
    asyncio.run(_run(workplace))
    stop.set()


if __name__ == "__main__":
    main()
