"""The gateway: one process a zone between browsers and desktops (workplace/display.py starts it).

Where to begin: `realtime` is one open stream, from its ticket to its end; `rules` say what passes
in it (`clipboard` and `machine` put together what comes in parts), and `streams` holds them all.
`service` is its dealings with the broker, `offline` its door while the database is away.

- `browser/`: a browser's end, and a second monitor
- `desktop/`: a desktop's end; `rfb/` are the words of a light one
- `companions/`: what lives beside a stream: crossing texts, recording, help, hours, the microphone
- `load/`: many at once, and one who takes too much
- `trial/`: a desktop that nobody has yet
"""
