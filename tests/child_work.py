"""What children do in tests of their limits: a small module, which a child imports in no time."""

import subprocess
import sys
import time

from lobra.reading import limits

if sys.platform != "win32":
    import resource


def asks_for_more(path):
    """Allows itself more time than it was given, and uses it."""
    limits.allow(60)
    end = time.monotonic() + 2.5
    while time.monotonic() < end:
        pass
    return path.name


def starts_a_program(path):
    """Starts a program that never ends, as recognising letters may, and waits for it."""
    code = "import os, signal, sys; open(sys.argv[1], 'w').write(str(os.getpid())); signal.pause()"
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)


def asks_how_much_memory(path):
    """What a program that is started here may use, and what this child itself may use."""
    code = "import resource; print(resource.getrlimit(resource.RLIMIT_AS)[0] >> 20)"
    with limits.room_for_program():
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    return int(process.communicate()[0]), resource.getrlimit(resource.RLIMIT_AS)[0] >> 20
