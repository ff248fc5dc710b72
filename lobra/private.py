"""This user's folders among the system's temporary files, which nobody else can read."""

from __future__ import annotations

import errno
import getpass
import os
import stat
from pathlib import Path
from tempfile import gettempdir

from lobra_data.errors import LobraError, shown, why


def private_folder(name: str = "lobra") -> Path:
    """The folder, made when it isn't there; LobraError where somebody else has put it there."""
    user = str(os.getuid()) if hasattr(os, "getuid") else getpass.getuser()
    folder = Path(gettempdir()) / f"{name}-{user}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        about = folder.lstat()
        if not stat.S_ISDIR(about.st_mode) or (hasattr(os, "getuid") and about.st_uid != int(user)):
            raise FileExistsError(errno.EEXIST, "")
        folder.chmod(0o700)
    except OSError as error:
        raise LobraError(
            f"{shown(folder)}: mappen för pågående arbete går inte att använda ({why(error)}). "
            "Ta bort den, eller ange en annan mapp i miljövariabeln TMPDIR."
        ) from None
    return folder
