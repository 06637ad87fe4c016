"""Tells who sits there that the one program of their desktop is not to be had, in its place.

It is a window like any other: the desktop comes up, and a pool that names a wrong program takes no
image away from other pools by desktops that fail.
"""

import sys

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk, Pango  # noqa: E402

TITLE = "프로그램을 열 수 없습니다"
TEXTS = {
    "absent": "이 가상PC의 이미지에 ‘{program}’ 프로그램이 없습니다.\n"
    "정보화 담당자에게 알려 주십시오. 풀의 ‘프로그램’을 고치면 됩니다.\n\n"
    "The image of this desktop has no program ‘{program}’.\n"
    "Please tell your IT administrator: the pool names it.",
    "crashing": "‘{program}’ 프로그램이 자꾸 끝납니다. 다시 열어 보고 있습니다.\n"
    "계속 그대로이면 정보화 담당자에게 알려 주십시오.\n\n"
    "The program ‘{program}’ ends again and again. It is being opened anew.\n"
    "If it stays so, please tell your IT administrator.",
    "silent": "‘{program}’ 프로그램이 창을 열지 않습니다.\n"
    "잠시 기다려도 그대로이면 정보화 담당자에게 알려 주십시오.\n\n"
    "The program ‘{program}’ opens no window.\n"
    "If it stays so, please tell your IT administrator.",
}


def main(why: str, program: str) -> None:
    window = Gtk.Window(title=TITLE)
    window.set_default_size(800, 500)
    lines = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=16, valign=Gtk.Align.CENTER)
    for text, size in ((TITLE, 20), (TEXTS[why].format(program=program), 13)):
        label = Gtk.Label(label=text, justify=Gtk.Justification.CENTER)
        letters = Pango.AttrList()
        letters.insert(Pango.attr_size_new(size * Pango.SCALE))
        label.set_attributes(letters)
        lines.add(label)
    window.add(lines)
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    Gtk.main()


if __name__ == "__main__":
    main(*sys.argv[1:])
