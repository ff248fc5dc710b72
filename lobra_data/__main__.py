"""python -m lobra_data: the same as the command lobra."""

import sys

from lobra_data.cli import main

if __name__ == "__main__":
    sys.exit(main())
