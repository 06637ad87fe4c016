"""What Prometheus is told, also where several workers are one process to it."""

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from kernel.settings import shared_metrics


def exposition() -> bytes:
    """Of all workers together, whichever of them is asked."""
    directory = shared_metrics()
    if directory is None:
        return generate_latest()
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(directory))  # type: ignore[no-untyped-call]
    return generate_latest(registry)
