"""python -m lobra: the same as the command lobra."""

import sys

from lobra.command import main

if __name__ == "__main__":
    sys.exit(main())
