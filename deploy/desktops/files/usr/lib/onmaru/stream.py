"""Selkies on the listening socket it was given, with our desktop's own way to grow and to rest."""

import asyncio
import logging
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, "/usr/lib/onmaru")
sys.path.insert(0, "/opt/selkies")
import without_webrtc  # noqa: F401 - before Selkies
from listening import follow as tell_who_listens
from pace import Pace
from pixelflux import CaptureSettings, ScreenCapture, StripeFrame
from redrawn import draw_anew
from selkies import __main__ as selkies  # takes a second, while the screen starts
from selkies import display_utils, input_handler, stream_server, websockets_mode
from selkies.Xlib import X, Xatom, display
from selkies.Xlib.ext import damage, randr

LISTENER_FD = 3
NEEDED = (Path("/tmp/.X11-unix/X0"), Path("/run/desktop/pulse/native"))
TELLS = 0.1  # seconds between two times that we are told of what was drawn
TWICE = 192  # from here on, a point is two pixels
shown_by: list[int] = [1]  # pixels in a point, as programs were told last
FRAMES = ((TWICE, "Default-xhdpi"), (144, "Default-hdpi"), (0, "Greybird"))  # of windows


async def given_socket(_addr: str, _port: int) -> list[socket.socket]:
    listener = socket.socket(fileno=LISTENER_FD)
    listener.setblocking(False)
    return [listener]


def pixels_of(dpi: int) -> int:
    """In a point."""
    return 2 if dpi >= TWICE else 1


def looks(dpi: int) -> Iterator[tuple[str, str, str, str]]:
    """Channel, property, type and value; the numbers are those of etc/xdg/xfce4 at 96 dpi."""
    factor = pixels_of(dpi)
    grown = dpi / 96 / factor
    # GTK multiplies the unscaled one, in 1024ths, by the factor; the rest knows Xft's alone.
    yield "xsettings", "/Gdk/UnscaledDPI", "int", str(round(dpi / factor * 1024))
    yield "xsettings", "/Gdk/WindowScalingFactor", "int", str(factor)
    yield "xsettings", "/Xft/DPI", "int", str(dpi)
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
    if shown_by != [pixels_of(dpi)]:
        threading.Thread(target=draw_anew, daemon=True).start()
    shown_by[:] = [pixels_of(dpi)]
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


class RestingCapture:
    """A capture that looks seldom while nothing moves; else as the one it holds."""

    def __init__(self) -> None:
        self.capture = ScreenCapture()
        self.pace = self.awake(0.0)
        captures.append(self)  # Selkies keeps one for each screen, as long as it runs

    def awake(self, wanted: float) -> Pace:
        return Pace(wanted, time.monotonic(), self.capture.update_framerate)

    def start_capture(
        self, callback: Callable[[StripeFrame], None], settings: CaptureSettings
    ) -> None:
        pace = self.pace = self.awake(settings.target_fps)

        def came(part: StripeFrame) -> None:
            pace.came(part.frame_id, time.monotonic())
            callback(part)

        self.capture.start_capture(came, settings)

    def update_framerate(self, wanted: float) -> None:
        self.pace.wish(wanted)

    def __getattr__(self, name: str) -> object:
        return getattr(self.capture, name)


captures: list[RestingCapture] = []


def rest_by_and_by() -> None:
    while True:
        time.sleep(1)
        for one in captures:
            one.pace.passed(time.monotonic())


def look_when_drawn() -> None:
    """The X server says when a still screen has become another one; to ask it costs a look."""
    screen = display.Display()
    screen.damage_query_version()
    drawn = screen.screen().root.damage_create(damage.DamageReportNonEmpty)
    while True:
        screen.next_event()
        screen.damage_subtract(drawn)  # what is drawn from here on is told anew
        screen.flush()
        for one in captures:
            one.pace.drawn(time.monotonic())
        time.sleep(TELLS)


def register(server: stream_server.CentralizedStreamServer, name: str, service: object) -> None:
    if service is not None:
        server.services[name] = service


def copied_is_not_selected(self: input_handler._X11ClipboardMonitor) -> None:
    """Selkies takes both selections for a text that comes in. To take the primary one takes away
    what its person has selected: what they paste would stand beside it, and not in its place."""
    open_clipboard(self)
    self._primary = self._clipboard


open_clipboard = input_handler._X11ClipboardMonitor._build
act = input_handler.WebRTCInput.on_message


async def look_and_act(self: object, *said: object, **by: object) -> None:
    """What a viewer does is about to change something."""
    for one in captures:
        one.pace.moved(time.monotonic())
    await act(self, *said, **by)


while not all(path.exists() for path in NEEDED):
    time.sleep(0.02)
stream_server._bind_listen_sockets = given_socket
stream_server.CentralizedStreamServer.register_service = register
display_utils._run_xfconf = grow
websockets_mode.ScreenCapture = RestingCapture
input_handler.WebRTCInput.on_message = look_and_act
input_handler._X11ClipboardMonitor._build = copied_is_not_selected
for work in (rest_by_and_by, look_when_drawn, tell_who_listens):
    threading.Thread(target=work, daemon=True).start()
let_monitors_be_plugged()
selkies.main()
