"""After a change of how many pixels a point has, windows that are open draw all of themselves.

GTK 3 makes a window larger then, and what is a window of the X server inside it as well; but it
goes on drawing the inner one in its old size until that changes once more (seen in Mousepad: half
its page stays what lay there before). So each window is made two pixels lower and as high again.
"""

import time

from selkies.Xlib import X, display
from selkies.Xlib.error import XError

LOWER = 2  # pixels, and one point at least
BETWEEN = 0.2  # seconds, in which a program sees both sizes
PATIENCE = (1.0, 2.0)  # seconds after which programs have heard of it; a busy machine's later
GROUND = ("_NET_WM_WINDOW_TYPE_DOCK", "_NET_WM_WINDOW_TYPE_DESKTOP")


def draw_anew() -> None:
    """Blocks for some seconds."""
    screen = display.Display()
    for wait in PATIENCE:
        time.sleep(wait)
        heights = {}
        for number in values(screen, screen.screen().root, "_NET_CLIENT_LIST"):
            window = screen.create_resource_object("window", number)
            try:
                if is_of_a_program(screen, window):
                    heights[window] = window.get_geometry().height
            except XError:
                continue  # closed meanwhile
        for shorter in (LOWER, 0):
            for window, height in heights.items():
                window.configure(height=height - shorter, onerror=lambda *_: None)
            screen.sync()
            time.sleep(BETWEEN)
    screen.close()


def is_of_a_program(screen: display.Display, window: object) -> bool:
    ground = {screen.intern_atom(name) for name in GROUND}
    return ground.isdisjoint(values(screen, window, "_NET_WM_WINDOW_TYPE"))


def values(screen: display.Display, window: object, name: str) -> list[int]:
    found = window.get_full_property(screen.intern_atom(name), X.AnyPropertyType)
    return list(found.value) if found else []
