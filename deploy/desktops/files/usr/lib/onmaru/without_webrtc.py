"""To be imported before Selkies, which loads both of its ways to stream.

The one by WebRTC, which nobody here asks for, is 30 MiB of libraries in each desktop.
"""

import sys
from types import ModuleType


def no_service(_server: object) -> None:
    """Stands for `WebRTCService`; what is none is not registered (stream.py)."""


NAME = "selkies.webrtc_mode"
sys.modules[NAME] = ModuleType(NAME)
vars(sys.modules[NAME])["WebRTCService"] = no_service
