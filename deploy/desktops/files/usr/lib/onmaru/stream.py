"""Selkies on the listening socket it was given, and with our desktop's own way to grow."""

import asyncio
import logging
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, "/opt/selkies")
from selkies import __main__ as selkies  # takes a second, while the screen starts
from selkies import display_utils, stream_server
from selkies.Xlib import X, Xatom, display
from selkies.Xlib.ext import randr

LISTENER_FD = 3
NEEDED = (Path("/tmp/.X11-unix/X0"), Path("/run/desktop/pulse/native"))
TWICE = 192  # from here on, a point is two pixels
FRAMES = ((TWICE, "Default-xhdpi"), (144, "Default-hdpi"), (0, "Greybird"))  # of windows


async def given_socket(_addr: str, _port: int) -> list[socket.socket]:
    listener = socket.socket(fileno=LISTENER_FD)
    listener.setblocking(False)
    return [listener]


def looks(dpi: int) -> Iterator[tuple[str, str, str, str]]:
    """Channel, property, type and value; the numbers are those of etc/xdg/xfce4 at 96 dpi."""
    factor = 2 if dpi >= TWICE else 1
    grown = dpi / 96 / factor
    yield "xsettings", "/Gdk/WindowScalingFactor", "int", str(factor)
    yield "xsettings", "/Xft/DPI", "int", str(round(dpi / factor))
    yield "xsettings", "/Gtk/CursorThemeSize", "int", str(round(24 * grown))
    yield "xfce4-panel", "/panels/panel-1/size", "uint", str(round(44 * grown))
    yield "xfce4-panel", "/panels/panel-1/icon-size", "uint", str(round(26 * grown))
    yield "xfwm4", "/general/theme", "string", next(name for least, name in FRAMES if dpi >= least)


async def grow(dpi: int, logger: logging.Logger) -> bool:
    """Selkies looks for a session manager to do this through; there is none here."""
    for channel, name, kind, value in looks(dpi):
        query = await asyncio.create_subprocess_exec(
            "xfconf-query", "-c", channel, "-p", name, "--create", "-t", kind, "-s", value
        )
        if await query.wait():
            logger.warning("%s of %s did not become %s", name, channel, value)
            return False
    return True


def let_monitors_be_plugged() -> None:
    """Selkies lays a monitor out as an output of its own where the X server lets outputs be plugged
    in, which it tells by this property. Here they always are: one without a mode is off."""
    screen = display.Display()
    plugged = screen.intern_atom(display_utils._CONNECTED_PROP)
    _, *others = randr.get_screen_resources(screen.screen().root).outputs
    for output in others:
        randr.change_output_property(
            screen, output, plugged, Xatom.INTEGER, X.PropModeReplace, (32, [0])
        )
    screen.sync()
    screen.close()


while not all(path.exists() for path in NEEDED):
    time.sleep(0.02)
stream_server._bind_listen_sockets = given_socket
display_utils._run_xfconf = grow
let_monitors_be_plugged()
selkies.main()
