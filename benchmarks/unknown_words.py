"""How documents are read whose words nobody has added to the lists: run it by hand.

    python benchmarks/unknown_words.py tests/reading/documents tests/reading/gold --others 1

Each document is read without those lines of the word lists that stand in it and in no more than so
many of the others: as if it were the first of its kind. What it then loses, it owes to single
words; where such a loss is silent, a doubt is missing. Its layout stays known, so that a document
that nobody has seen is read worse than this. For systems with fork.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from lobra.reading import evaluate, vocabulary
from lobra.reading.evaluate import Score


def main() -> None:
    options = _options()
    answers = dict(evaluate.pairs(options.documents, options.answers))
    with get_context("fork").Pool(options.workers, maxtasksperchild=1) as children:
        # Reading compiles the lists when it is imported: each document has a process of its own.
        standing = dict(zip(answers, children.map(_standing, answers, chunksize=1), strict=True))
        n_documents = Counter(word for words in standing.values() for word in words)
        rows = []
        for n_others in range(options.others + 2):
            gone = [
                {word for word in standing[path] if n_documents[word] <= n_others}
                for path in answers
            ]
            work = zip(answers, answers.values(), gone, strict=True)
            fields, every = evaluate.total(children.starmap(_read, work, chunksize=1))
            rows.append((n_others, sum(map(len, gone)) / len(answers), fields, every))
    print("| lists without lines of at most | lines gone a document | F1 | precision | silent |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for n_others, n_gone, _, every in rows:
        print(f"| {n_others} documents | {n_gone:.1f} | {_told(every)} |")
    losses = {name: rows[0][2][name].f1 - score.f1 for name, score in rows[-1][2].items()}
    most = sorted(losses, key=losses.__getitem__, reverse=True)[:5]
    print("\nMost is lost of", ", ".join(f"{name} ({losses[name]:.3f})" for name in most))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("documents", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--others", type=int, default=1, metavar="N", help="(%(default)s)")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    return parser.parse_args()


def _standing(path: Path) -> set[str]:
    """The lines of all lists that stand in a document."""
    from lobra.reading import formats

    text = "\n".join(
        cell for line in formats.load(path).lines for cell in line.cells or [line.text]
    )
    words = {word for name in _lists() for word in vocabulary.words(name) if word[0] != "!"}
    return {one for one in words if re.search(vocabulary.pattern_text((one,)), text, re.I)}


def _lists() -> Iterator[str]:
    """The name of every list."""

    def inside(name: str, found: dict[str, Any]) -> Iterator[str]:
        for key, value in found.items():
            if isinstance(value, dict):
                yield from inside(f"{name}.{key}", value) if key != "patterns" else ()
            elif "\n" in value:
                yield f"{name}.{key}"

    for file in sorted(vocabulary.FOLDER.glob("*.toml")):
        yield from inside(file.stem, tomllib.loads(file.read_text("utf-8")))


def _read(path: Path, answer: dict[str, Any], gone: set[str]) -> dict[str, Score]:
    """The score of a document that is read without some lines; no list is left empty."""
    whole = vocabulary._lines

    def lines(text: str) -> tuple[str, ...]:
        every = whole(text)
        return tuple(one for one in every if one not in gone) or every[:1]

    vocabulary._lines = lines
    from lobra.reading import reader

    return evaluate.score(answer, reader.read_file(path))


def _told(score: Score) -> str:
    silent, unseen = (share or 0 for share in (score.silent_share, score.unseen_share))
    shares = f"{silent:.0%} of the false, {unseen:.0%} of the missed"
    return f"{score.f1:.3f} | {score.precision:.3f} | {shares}"


if __name__ == "__main__":
    main()
