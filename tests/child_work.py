"""What children do in tests of their limits: a small module, which a child imports in no time."""

import os
import signal
import subprocess
import sys
import time

from lobra.reading import limits
from lobra_data.errors import LobraError

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


def never_ends(path):
    if path.name == "loop.txt":
        while True:
            pass
    return path.name


def dies(path):
    if path.name == "die.txt":
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def eats_memory(path):
    if path.name == "eat.txt":
        return len(bytearray(4 << 30))
    return path.name


def goes_wrong(path):
    print("på stdout")
    print("på stderr", file=sys.stderr)
    os.write(2, b"x")
    raise {"a": ZeroDivisionError("hemligt"), "b": LobraError("rad ett\nrad två")}[path.stem]


def cannot_be_sent(path):
    return lambda: path


def cleaned(path):
    from lobra.reading import page  # which the other children needn't wait for
    from lobra.reading.formats import load

    return len(page.laid_out(load(path))[0])


def own_process(path):
    return os.getpid()
