"""The editor's six inks (sheet.css), and the one that is nearest to any other colour."""

from colorsys import rgb_to_hls

INKS = {
    "red": "#b3261e", "orange": "#9a4a00", "green": "#1d6b32", "blue": "#0b50d0",
    "purple": "#6a2fb5", "gray": "#58616a",
}  # fmt: skip
_NAMES = {value: name for name, value in INKS.items()}
_HUES = {"red": 0.0, "orange": 0.09, "green": 0.37, "blue": 0.6, "purple": 0.77}
_DARK, _PALE, _LIGHT = 0.22, 0.12, 0.92


def exact(colour: str) -> str | None:
    return _NAMES.get(colour.lower())


def nearest(colour: str) -> str | None:
    """None for black, white and what cannot be told from them."""
    if name := exact(colour):
        return name
    try:
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    except ValueError:
        return None
    hue, light, strength = rgb_to_hls(red, green, blue)
    if (light < _DARK and strength < 0.5) or light > _LIGHT:  # noqa: PLR2004
        return None
    if strength < _PALE:
        return "gray"
    return min(_HUES, key=lambda name: _apart(_HUES[name], hue))


def _apart(one: float, other: float) -> float:
    return min(abs(one - other), 1 - abs(one - other))
