"""Runs one LibreOffice in the sandbox and converts files with it, one after the other.

Debian's Python runs this, which has UNO: standard library only. A line of JSON on standard input
names a file, where the result belongs, and a target as `soffice --convert-to` takes it; a line is
the answer. It ends with its LibreOffice, or when nobody asks any more.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PIPE = "onmaru"
START_S = 120.0
WAKING, PAUSE_S = 20, 0.5
LOOK_EVERY_S = 0.05


def main() -> int:
    office = subprocess.Popen(  # noqa: S603 - our own words only
        [
            "/usr/bin/soffice", "-env:UserInstallation=file:///tmp/profile", "--headless",
            "--nologo", "--nodefault", "--norestore", "--nolockcheck",
            f"--accept=pipe,name={PIPE};urp;",
        ],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    desktop = _desktop(office)
    if desktop is None or not _is_awake(desktop):
        _say(problem=f"not started, its exit {office.poll()}")
        return 1
    _say(ready=True)
    for line in sys.stdin:
        try:
            _convert(desktop, **json.loads(line))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told and the end
            _say(problem=f"{type(error).__name__}: {error}"[:300])
            return 1  # whatever state it is in now, nobody else shall meet it
        _say(cpu_s=_cpu_s())
    return 0


def _say(**facts: Any) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def _desktop(office: "subprocess.Popen[bytes]") -> Any:
    import uno  # noqa: PLC0415 - only Debian's Python has it

    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", here
    )
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and office.poll() is None:
        try:
            there = resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 - UNO's NoConnectException is known only at run time
            time.sleep(LOOK_EVERY_S)
            continue
        return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
    return None


def _is_awake(desktop: Any) -> bool:
    """It answers before it can work: on a busy machine the first document may fail."""
    for _ in range(WAKING):
        try:
            empty = desktop.loadComponentFromURL(
                "private:factory/swriter", "_blank", 0, _values({"Hidden": True})
            )
            empty.close(True)  # noqa: FBT003 - UNO takes no names
        except Exception:  # noqa: BLE001 - UNO's own exceptions are known only at run time
            time.sleep(PAUSE_S)
        else:
            return True
    return False


def _convert(desktop: Any, source: str, result: str, target: str) -> None:
    name, data = _filter(target)
    # 0: macros never run, and nothing that a document links to is fetched anew.
    how = {"Hidden": True, "MacroExecutionMode": 0, "UpdateDocMode": 0}
    document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, _values(how))
    if document is None:
        raise ValueError("not opened")
    try:
        document.storeToURL(Path(result).as_uri(), _values({"FilterName": name} | data))
    finally:
        document.close(True)  # noqa: FBT003 - UNO takes no names


def _filter(target: str) -> tuple[str, dict[str, Any]]:
    """The filter of `ending:filter:{options}`, and its options as it takes them."""
    import uno  # noqa: PLC0415

    _, _, rest = target.partition(":")
    name, _, said = rest.partition(":")
    if not said:
        return name, {}
    kinds: dict[str, Any] = {"boolean": lambda value: value == "true", "long": int}
    options = {key: kinds[one["type"]](one["value"]) for key, one in json.loads(said).items()}
    values = uno.Any("[]com.sun.star.beans.PropertyValue", _values(options))
    return name, {"FilterData": values}


def _values(found: dict[str, Any]) -> tuple[Any, ...]:
    import uno  # noqa: PLC0415

    made = []
    for name, value in found.items():
        one = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


def _cpu_s() -> float:
    """Of all processes in the sandbox, in seconds."""
    ticks = 0
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = one.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
