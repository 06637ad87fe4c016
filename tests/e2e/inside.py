"""What runs in the desktop that a page shows, asked of the desktop itself."""

import subprocess

from playwright.sync_api import Page, Position

from tests.support.browser import until

NOTES_RIGHT, NOTES_UP = 191, 17  # 메모장 in the panel, from the picture's left and lower edge
SECONDS = 120
# The window that has the keyboard, by its manager: whose it is, and its title.
ACTIVE = """at=$(xprop -root _NET_ACTIVE_WINDOW | sed 's/.*# //; s/,.*//')
echo $at $(xprop -id $at WM_CLASS _NET_WM_NAME)"""
EDITOR = "mousepad"
LOOKS = 60  # half a second each, after which a press that opened nothing is made again


def inside(page: Page, *command: str, given: bytes | None = None) -> bytes:
    """A program run in the desktop that is shown; what it printed."""
    desktop = str(page.locator("[data-desktop]").get_attribute("data-desktop"))
    listed = ["podman", "ps", "-q", "--filter", f"label=onmaru.desktop={desktop}"]
    container = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.strip()
    # What keeps the selection stays behind; with a pipe of ours it would be waited for.
    told = subprocess.DEVNULL if given is not None else subprocess.PIPE
    done = subprocess.run(
        ["podman", "exec", "-i", "-e", "DISPLAY=:0", container, *command],
        input=given,
        stdout=told,
        stderr=subprocess.DEVNULL,
        timeout=SECONDS,
        check=False,
    )
    return done.stdout or b""


def active(page: Page) -> str:
    """What tells the window that has the keyboard from others, and from what it was before."""
    return inside(page, "sh", "-c", ACTIVE).decode().strip()


def press_notes(page: Page) -> None:
    """Wherever the picture ends: a banner above the page takes of its height."""
    canvas = page.locator("canvas")
    box = canvas.bounding_box()
    if box is None:
        raise AssertionError("there is no picture")
    canvas.click(position=Position(x=NOTES_RIGHT, y=box["height"] - NOTES_UP))


def write_notes(page: Page) -> None:
    """Mousepad, open and with the keyboard; with one sheet more where it stands there already."""
    before, looked = active(page), 0

    def is_open() -> bool:
        nonlocal looked
        if looked % LOOKS == 0:  # a panel that is being drawn takes no press
            press_notes(page)
        looked += 1
        now = active(page)
        return now != before and EDITOR in now.lower()

    until(page, is_open, "the editor has not the keyboard")
