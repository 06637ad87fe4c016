"""`python -m workplace`: what `./onmaru` hands over to."""

import sys

from workplace.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
