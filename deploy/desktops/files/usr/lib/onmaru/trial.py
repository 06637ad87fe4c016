"""The window of a desktop on trial: what is typed into it is what lies on the clipboard.

So the broker reads back, over the display's own protocol, what it composed over the text's. Before
that lies READY there, once somebody has clicked into the window.
"""

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

READY = "시험 준비"
QUIET_MS = 300  # a viewer of a light desktop is told of eight copies a second and of no more
clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)
view = Gtk.TextView(wrap_mode=Gtk.WrapMode.CHAR, margin=24)


def changed(text: Gtk.TextBuffer) -> None:
    GLib.timeout_add(QUIET_MS, copy, text, text.get_char_count())


def copy(text: Gtk.TextBuffer, count: int) -> bool:
    """What lies there in the end, and not each letter on its way there."""
    if text.get_char_count() == count:
        clipboard.set_text(text.get_text(*text.get_bounds(), False), -1)
    return False


def greet() -> bool:
    """Again and again, until it is so: another window may have had the focus."""
    if not window.is_active() or not view.has_focus():
        return True
    if not view.get_buffer().get_char_count():
        clipboard.set_text(READY, -1)
    return False


view.connect("button-press-event", lambda *_: GLib.timeout_add(50, greet) and False)
view.get_buffer().connect("changed", changed)
window = Gtk.Window(title="시험", default_width=640, default_height=400)
window.set_position(Gtk.WindowPosition.CENTER)
window.add(view)
window.connect("destroy", Gtk.main_quit)
window.show_all()
window.set_keep_above(True)
window.present()
view.grab_focus()
Gtk.main()
