"""The telling words of a Swedish text: without endings, and without those that tell nothing."""

from __future__ import annotations

import re

from lobra_data.words import NOUN_ENDINGS

GENERIC = frozenset(
    """samverkan samverka trygg trygghet trygga tryggare trygghetsskapande säkerhet polis polisen
    kommun förvaltning stadsdel stadsdelsförvaltning område områden prioriterade prioritering
    insats insatser åtgärd åtgärder arbete arbetet arbeta arbetsgrupp arbetsgruppen arbetar
    problem brott brottslighet brottsförebyggande förebygga förebyggande minska minskad öka ökad
    ökat utveckla utveckling gemensam gemensamma information informera möte möten mötet plan
    planen planeras genomföra genomförs genomförd genomförda följa följs uppföljning lägesbild
    lägesbilden boende invånare ungdom ungdomar barn unga vuxna skola skolan skolor elever stöd
    fortsätter fortsatt fortsätta pågår ordningsstörningar lokala lokal rådet råd lobrå brå
    verksamhet grupp grupper personer tillsammans aktörer berörda parter dialog kontakt projekt
    program metod tidig tidigt bättre större många flera olika vissa nästa under sedan hösten
    våren sommaren året varje enligt rutiner rutin ansvarig ansvar mål syfte behov platser plats
    erbjuda erbjuds skapa motverka situationen redovisa föreslå hålla lämna följer anmälan
    centrum miljöer miljön allmänheten organisation tider minst framtagna jobba ordinarie
    mellan andra från till vid som för med och att den det har inte
    alla utan inom eller kring runt mera startar startade starta längs ingå läget gäller deras
    finns fram bland annat sina kunna kommer blivit blir fått dess detta dessa också redan såsom
    relation arbetssätt arbetssättet årskurs kvällar""".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|§\s?\d+")
_OTHER_ENDINGS = (
    "ningarna ningars ningar ningen heterna heten arnas ernas ornas ande ende ade are nas an as es "
    "ad at d"
).split()
_ENDINGS = re.compile(rf"(?:{'|'.join([*NOUN_ENDINGS, *_OTHER_ENDINGS])})$")  # the longest is found


def words(text: str, generic: bool = False) -> dict[str, str]:
    """The telling words of a text by stem; short ones and (unless wanted) generic ones left out."""
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        short = stem(word)
        if len(word) < 4 or (not generic and (word in GENERIC or short in _GENERIC_STEMS)):
            continue
        found.setdefault(short, match[0])
    return found


def stem(word: str) -> str:
    """A word without its ending, so that its forms are one.

    >>> stem("bosättningar") == stem("bosättningen"), stem("vandringarna")
    (True, 'vandring')
    """
    short = _ENDINGS.sub("", word)
    return short if len(short) >= 4 else word


_GENERIC_STEMS = frozenset(map(stem, GENERIC))
