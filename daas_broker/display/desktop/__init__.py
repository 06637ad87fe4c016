"""A desktop's end of a stream: rich, light (`rfb/`), a machine's screen, the input method."""
