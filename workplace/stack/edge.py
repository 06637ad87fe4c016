"""The edge: nginx with one origin per zone. Its configuration is the text in deploy/nginx/."""

import sys
from collections.abc import Mapping
from pathlib import Path

from kernel.settings import ZONE_PORT_OFFSET, Settings, Zone
from workplace.stack import account

NAME = "edge"
# Guests have no desktops.
DISPLAYS = {Zone.WORK: "display_work", Zone.INTERNET: "display_internet"}
LOOPBACK = ("127.0.0.1", "[::1]")
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
EVERYWHERE = ("0.0.0.0", "[::]")  # noqa: S104 - the edge is what is meant to be met
DISPLAY = """\
location /display/ {
            if ($connection_upgrade != upgrade) {
                return 426;
            }
            proxy_read_timeout 1h;
            proxy_send_timeout 1h;
            proxy_buffering off;
            proxy_pass http://%s;
        }"""


def ports(settings: Settings) -> dict[Zone, int]:
    return {zone: settings.port + offset for zone, offset in ZONE_PORT_OFFSET.items()}


def command(settings: Settings) -> list[str]:
    file = settings.var / "edge" / "edge.conf"
    return [sys.executable, "-m", "workplace.stack.start_edge", str(file)]


def lay_out(settings: Settings) -> None:
    """Write the configuration."""
    home = settings.var / "edge"
    for directory in (home, home / "body", home / "proxy", home / "unused"):
        account.own(directory, 0o700)
    words = {
        "home": str(home),
        "run": str(settings.run),
        "dist": str(settings.root / "web" / "dist"),
        "blobs": str(settings.blobs),
        "host": settings.host,
        # Without the module what was packed with gzip is sent.
        "modules": f"load_module {BROTLI};" if BROTLI.exists() else "",
        "brotli": "brotli_static on;" if BROTLI.exists() else "",
        "editors": " ".join(_upstream(settings.socket(name)) for name in settings.editors),
    }
    websocket_scheme = settings.scheme.replace("http", "ws")
    headers = {"websocket_scheme": websocket_scheme, "frames": "", "wasm": ""}
    _write(settings, "headers.conf", headers)
    field = headers | {"wasm": " 'wasm-unsafe-eval'"}
    _write(settings, "field-headers.conf", field, "headers.conf")
    office = headers | {"frames": " $upstream_http_x_onmaru_frame"}
    _write(settings, "office-headers.conf", office, "headers.conf")
    _write(settings, "download-headers.conf", words)
    _write(settings, "print-headers.conf", words)
    zones = "".join(_zone(settings, zone, words) for zone in ZONE_PORT_OFFSET)
    _write(settings, "edge.conf", words | {"zones": zones})


def written(settings: Settings) -> dict[str, str]:
    """The configuration as it lies there; a running edge may have read an older one."""
    files = sorted((settings.var / "edge").glob("*.conf"))
    return {file.name: file.read_text() for file in files}


def _zone(settings: Settings, zone: Zone, words: Mapping[str, str]) -> str:
    port = ports(settings)[zone]
    return _fill(
        _template(settings, "zone.conf"),
        {
            **words,
            "zone": zone.value,
            "origin": settings.origin(zone),
            "listen": _listen(settings, port),
            "listen_default": _listen(settings, port, " default_server"),
            "display": DISPLAY % DISPLAYS[zone] if zone in DISPLAYS else "",
        },
    )


def _upstream(socket: Path) -> str:
    """Asked anew each time: a process that was started again is there at once."""
    return f"server unix:{socket} max_fails=0;"


def _listen(settings: Settings, port: int, suffix: str = "") -> str:
    """Loopback only, unless this installation has a name that others know."""
    addresses = LOOPBACK if settings.host == "localhost" else EVERYWHERE
    usable = addresses if _has_ipv6() else addresses[:1]
    return " ".join(f"listen {address}:{port}{suffix};" for address in usable)


def _has_ipv6() -> bool:
    try:
        return "lo" in Path("/proc/net/if_inet6").read_text()
    except FileNotFoundError:
        return False


def _template(settings: Settings, name: str) -> str:
    return (settings.root / "deploy" / "nginx" / name).read_text()


def _write(
    settings: Settings, name: str, words: Mapping[str, str], template: str | None = None
) -> None:
    text = _fill(_template(settings, template or name), words)
    account.write(settings.var / "edge" / name, text, 0o644)


def _fill(text: str, words: Mapping[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    return text
