"""The window of a desktop on trial: what is typed into it is what lies on the clipboard.

So the broker reads back, over the display's own protocol, what it composed over the text's.
"""

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)
view = Gtk.TextView(wrap_mode=Gtk.WrapMode.CHAR, margin=24)


def copy(text: Gtk.TextBuffer) -> None:
    clipboard.set_text(text.get_text(*text.get_bounds(), False), -1)


view.get_buffer().connect("changed", copy)
window = Gtk.Window(title="시험", default_width=640, default_height=400)
window.add(view)
window.connect("destroy", Gtk.main_quit)
window.show_all()
window.set_keep_above(True)
window.present()
view.grab_focus()
Gtk.main()
