"""Whether the browser side builds within its size budgets (web/tools/budgets.ts).

A build is kept nowhere. What was once built of the very same files is not built again: its name,
the hash of all that a build reads, lies in the cache, which all checkouts of a machine share.
"""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from kernel.settings import read_settings
from workplace.stack import setup
from workplace.stack.supervisor import SYSTEM_PATH

NOT_READ = ("node_modules", "dist")  # beginnings of names, at any depth
NOTES = ".tsbuildinfo"


def key(web: Path) -> str:
    """Of the names and contents of all that a build reads."""
    found = sha256()
    for folder, below, names in os.walk(web):
        below[:] = sorted(name for name in below if not name.startswith(NOT_READ))
        for name in sorted(names):
            file = Path(folder) / name
            if not name.endswith(NOTES):
                content = sha256(file.read_bytes()).hexdigest()
                found.update(f"{file.relative_to(web)} {content}\n".encode())
    return found.hexdigest()[:32]


def main() -> int:
    settings = read_settings()
    web = settings.root / "web"
    known = settings.cache / "web-weighed" / key(web)
    if known.exists():
        return 0
    with TemporaryDirectory() as folder:
        path = f"PATH={setup.node(settings)}:{SYSTEM_PATH}"
        build = ["npx", "--no-install", "vite", "build", "--outDir", folder, "--emptyOutDir"]
        done = subprocess.run(["env", path, *build], cwd=web, check=False)
    if done.returncode == 0:
        known.parent.mkdir(parents=True, exist_ok=True)
        known.touch()
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
