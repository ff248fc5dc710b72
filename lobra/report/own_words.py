"""Where the council's own words come from: `params/<year>.md`, or the records of a build.

The build reads them once, and hands them over beside the records that the notebook is run with.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict
from pathlib import Path

from lobra.blocks import from_json, to_json
from lobra.report.pictures import Picture
from lobra.report.written import Written, read
from lobra_data.errors import LobraError, shown

LARGEST = 500_000
HANDED_OVER = "_own_words"  # no council's folder begins with _


def load(path: Path | None) -> Written:
    """What is written in a file, its pictures drawn anew; nothing when there is no file.

    Raises LobraError with everything that is wrong.
    """
    if path is None:
        return Written()
    return read(path, _text(path)) if path.exists() else Written(shown(path))


def files(path: Path) -> dict[str, Path]:
    """What `load` would read, by what the manifest calls it but for the ending of a picture's name:
    no picture is drawn, which takes longer than all the rest."""
    return dict(read(path, _text(path), lambda _: ("", b"")).files)


def hand_over(written: Written, root: Path) -> None:
    """Puts the words where a notebook looks that is run with the records of `root`."""
    folder = root / HANDED_OVER
    folder.mkdir()
    contents = {
        "sections": {key: to_json(one) for key, one in written.sections.items()},
        "close_ups": written.close_ups,
        "logo": written.logo and asdict(written.logo),
    }
    text = json.dumps(contents, ensure_ascii=False)
    (folder / "written.json").write_text(text, encoding="utf-8")


def for_notebook(root: Path, council: str, year: int) -> Written:
    """What was handed over with the records; to a notebook run by hand, what lies in `params`
    below its folder or the one above, if that is the same council's."""
    path = root / HANDED_OVER / "written.json"
    if path.is_file():
        held = json.loads(path.read_text(encoding="utf-8"))
        sections = {key: from_json(one) for key, one in held["sections"].items()}
        logo = Picture(**held["logo"]) if held["logo"] else None
        return Written(sections=sections, close_ups=tuple(held["close_ups"]), logo=logo)
    for folder in (Path.cwd(), Path.cwd().parent):
        about = folder / "params" / f"{year}.yaml"
        if about.is_file() and _names(about, council):
            return load(about.with_suffix(".md"))
    return Written()


def _names(params: Path, council: str) -> bool:
    line = rf"""^council\s*:\s*["']?{re.escape(council)}["']?\s*(?:#.*)?$"""
    return bool(re.search(line, params.read_text(encoding="utf-8", errors="replace"), re.M))


def _text(path: Path) -> str:
    """The file as NFC text with plain line ends."""
    file = shown(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LobraError(f"{file}: filen går inte att läsa ({error.strerror}).") from None
    if len(data) > LARGEST:
        raise LobraError(f"{file}: filen är större än 500 kB. Lägg bilder i egna filer.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise LobraError(
            f"{file}:{line}: filen är inte UTF-8 utan nog Windows-1252 eller UTF-16. "
            "Spara den som UTF-8."
        ) from None
    if "\0" in text:
        raise LobraError(f"{file}: filen är ingen textfil. Spara den som text, UTF-8.")
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
