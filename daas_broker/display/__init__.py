"""The gateway: one process a zone between browsers and desktops (workplace/display.py starts it).

Where to begin: `realtime` is one open stream, from its ticket to its end; `rules` say what passes
in it, and `streams` holds them all. Then, by what one looks for:

- a browser's end: `browser_socket`, `whole_messages`, `second` (a second monitor), `pair`, `probe`
- a desktop's end: `desktop_side` (rich), `light_side` and `rfb/` (light), `console` (a machine's
  own screen), `text_side` (the input method), `head_start`, `line`, `unix_websocket`
- what lives beside a stream (`companions`): `crossing` with `clipboard` and `asking`, `recording`
  with `light_eye`, `helping` with `watcher` and `sight`, `counting`, `curfew`, `idle`, `voice`
- many at once: `together`, `rush` and `missed`; one who takes too much: `pace`, `machine`
- the broker, and being without it: `service`, `offline`
- a desktop that nobody has yet, looked at: `trial`, `trial_light`, `look`, `looker`
"""
