"""The labels that heads of minutes use ("Närvarande:", "Tid och plats") and the lines they own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from lobra.reading.source import Line

PRESENT, CALLED, APOLOGIES, ABSENT = "present", "called", "apologies", "absent"
UNKNOWN = "unknown"

# What a label means: when, where, when+where, chair, secretary, contact, a status of attendance,
# agenda, or "" for what is nobody's fact here (adjusters, copies, signatures) but ends a list.
MEANINGS = {
    "when": "tid|tidpunkt|datum|datum och tid|dag och tid|tid och datum|mötesdatum|mötestid|"
    "sammanträdesdag|sammanträdesdatum|sammanträdestid|datum för möte|datum för mötet|"
    "mötesdag|tid för möte|tid för mötet|klockan|dag|när|dag/tid|datum/tid|tid för sammanträdet|"
    "tid för sammanträde",
    "where": "plats|lokal|mötesplats|mötesrum|sammanträdesplats|sammanträdeslokal|möteslokal|var|"
    "plats för möte|plats för mötet|mötesform",
    "when where": "tid och plats|plats och tid|plats/tid|tid/plats|tid, plats|plats, tid|"
    "tid & plats|plats & tid|datum och plats|plats och datum|tid plats|plats tid|"
    "sammanträdestid och plats|plats och sammanträdestid|tid och lokal|datum, tid och plats|"
    "när och var|dag, tid och plats|plats, datum och tid|dag, tid, plats|plats och mötestid",
    "chair": "ordförande|mötesordförande|mötesledare|ordf|sammankallande|mötets ordförande|"
    "ordförande för mötet|vid ordförandeklubban|ordföranden|moderator|leder mötet",
    "secretary": "sekreterare|vid protokollet|protokollförare|antecknat av|antecknare|"
    "protokoll fört av|protokollet fört av|minnesanteckningar förda av|vid anteckningarna|"
    "anteckningar förda av|vid pennan|antecknar|sekr|mötessekreterare|för anteckningarna|"
    "protokollskrivare|minnesanteckningar av|anteckningar|fört av|för protokollet|"
    "rådets sekreterare|nämndsekreterare|skrivet av|förda av|anteckningar av|protokoll av|"
    "dokumentation|dokumenterat av|anteckningar gjorda av|anteckningar förda av|"
    "vid tangenterna|anteckningarna förda av|anteckningarna fördes av|nedtecknat av|"
    "sammanställt av|minnesanteckningarna förda av|protokollet förs av|noterat av|vid datorn",
    "contact": "kontakt|kontaktperson|kontaktuppgifter|kontakta|upplysningar|vid frågor",
    PRESENT: "närvarande|deltagare|deltagande|beslutande|beslutande ledamöter|närvarolista|"
    "närvarande ledamöter|ledamöter|ersättare|tjänstgörande ersättare|ledamot|"
    "ej tjänstgörande ersättare|icke tjänstgörande ersättare|närvarande ersättare|"
    "övriga närvarande|övriga deltagare|övriga deltagande|övriga|adjungerade|adjungerad|"
    "adjungerade till mötet|närvarande tjänstemän|tjänstemän|föredragande|gäst|gäster|"
    "deltog|på plats|medverkande|deltar via länk|via länk|digitalt|närvarande på distans|"
    "tjänstepersoner|närvarande vid mötet|ordinarie ledamöter|närvarande var|närvaro|"
    "följande deltog|mötesdeltagare|närvarande på mötet|adjungerade deltagare|deltagarlista|"
    "övriga deltagande tjänstemän|icke tjänstgörande|tjänstgörande|ersättare närvarande|"
    "politiker|förtroendevalda|närvarande, ej tjänstgörande ersättare|medverkar|"
    "deltagande på distans|deltog digitalt|via teams|på distans|från kommunen|från polisen|"
    "följande personer deltog|följande var närvarande|följande närvarade|med på mötet var|"
    "vid mötet deltog|vid mötet närvarade|deltog gjorde|närvarande ledamöter och ersättare|"
    "ledamöter närvarande|beslutande ledamöter|"
    "närv|närv.|inbjuden gäst|deltog på mötet|på mötet var|med|"
    "vi som var med|med på mötet|de som var med|på mötet deltog|i mötet deltog|"
    "adj|tillstädes|ledamöter och ersättare|ordinarie|inadjungerade|närvarade|representanter",
    CALLED: "kallade|kallad|inbjudna|inbjuden|inbjudna gäster|kallas|kallade till mötet|"
    "kallade och inbjudna|särskilt inbjudna|särskilt inbjuden|inbjuden gäst|kallelse till|"
    "kallade ledamöter|inbjudan till|kallelse skickad till|inbjudna till mötet|till",
    APOLOGIES: "förfall|följande hade anmält förhinder|hade anmält förhinder|"
    "anmält förhinder|förhindrade|förhindrad|förhinder|meddelat förhinder|återbud|"
    "anmäld frånvaro|anmälda förhinder|ej närvarande (anmält förhinder)|anmält frånvaro|"
    "kunde inte|kunde ej|sjuk|sjuka|sjukanmäld|sjukanmälda|kunde inte komma|"
    "har anmält förhinder|lämnat återbud|meddelade förhinder|anmälda återbud|har förhinder",
    ABSENT: "ej närv|ej närv.|inte med|"
    "ej närvarande|frånvarande|frånvaro|icke närvarande|deltog ej|ej deltagande|"
    "inte närvarande|saknades|frånvarande ledamöter|ej deltog|deltar ej|frånvarande utan anmälan",
    UNKNOWN: "närvarande/frånvarande|närvarande och frånvarande|deltagare/frånvarande|"
    "närvarande/ej närvarande|närvaro/frånvaro|kallade/närvarande|närvarande/kallade",
    "agenda": "dagordning|föredragningslista|ärenden|ärendelista|ärende|förslag till dagordning|"
    "punkter|innehåll|innehållsförteckning|dagens punkter|på dagordningen|agenda|program",
    "": "justerare|justeras|justerat|justerande|utses att justera|utsedd att justera|justering|"
    "underskrifter|underskrift|paragrafer|justeringens plats och tid|justeringsdag|"
    "justeringsperson|bevis|anslag|organ|kopia|kopia till|för kännedom|delges|bilagor|bilaga|"
    "diarienummer|dnr|utdrag ur|sida|handläggare|telefon|e-post|anslagsdatum|postadress|"
    "besöksadress|distribution|sändlista|utskickat|upprättad|upprättat|version|skapad|ändrad|"
    "justeras av|datum för anslags uppsättande|datum för anslags nedtagande|"
    "förvaringsplats för protokollet|sammanträdesdatum för anslag|"
    "protokollet skickas till|sänds till|mottagare|cc|bifogas|justeringsdatum|tel|"
    "datum för justering|justering av protokoll|ansvarig handläggare|expedieras till|"
    "beskrivning|skickas till|rapporteras till|dokumenttyp|fastställd",
}
_MEANING = {word: meaning for meaning, words in MEANINGS.items() for word in words.split("|")}
STATUSES = (PRESENT, CALLED, APOLOGIES, ABSENT, UNKNOWN)
_LONGEST_FIRST = sorted(map(re.escape, _MEANING), key=len, reverse=True)
_START = re.compile(
    rf"(?=[A-ZÅÄÖ])((?i:{'|'.join(_LONGEST_FIRST)}))\s*(?:\([^)]*\)\s*)?(:|$|\s[-–]\s)"
)
_MISREAD = re.compile(r"([A-ZÅÄÖ][\wåäö]{6,}(?: [\wåäö]{3,})?)\s*:")
_WITHOUT_COLON = re.compile(
    # Strong labels that people write without a colon before their value.
    r"(?=[A-ZÅÄÖ])((?i:deltog gjorde|närvarande|sammanträdesdag|sammanträdesdatum|sammanträdestid|"
    r"plats och tid|tid och plats|"
    r"anmält förhinder|övriga närvarande|övriga deltagare|övriga deltagande|beslutande|"
    r"ej närvarande|frånvarande|adjungerade|mötesdatum|tidpunkt|förhindrade|"
    r"tid|plats|lokal|datum|kallade|inbjudna|deltagare|ledamöter|ersättare|"
    r"ordförande|sekreterare|vid protokollet|protokollförare|justerare|justeras|"
    r"utses att justera|paragrafer|mötesordförande|underskrifter|"
    r"justeringens plats och tid))\s+(?=[A-ZÅÄÖ0-9])"
)


_ROLE = re.compile(
    r"(?:ledamot|ersättare|tjänstgörande ersättare|ordförande|sekreterare|adjungerad|"
    r"mötesordförande|protokollförare|ej tjänstgörande ersättare|antecknare|sammankallande)$"
)


@dataclass(frozen=True)
class Label:
    """A label with its meaning, its words, what stands after it on its line, and its line."""

    meaning: str
    words: str
    value: str
    at: int
    has_colon: bool

    @property
    def says_when(self) -> bool:
        """Whether it tells the date or time of the meeting."""
        return self.meaning in ("when", "when where")

    @property
    def is_role(self) -> bool:
        """Whether its words may be a person's role on a list: "Ledamot: Anna Berg"."""
        return bool(_ROLE.match(self.words))


# A label with the lines that stand under it.
Blocks = Sequence[tuple[Label, list[Line]]]


def label(line: Line, at: int = 0) -> Label | None:
    """The label that a line begins with, if it begins with one.

    >>> label(Line(1, "Plats: Kommunhuset")).value
    'Kommunhuset'
    """
    if len(line.cells) > 1 and all(meaning(cell.strip(" :")) in STATUSES for cell in line.cells):
        return Label(UNKNOWN, line.text.casefold(), "", at, False)  # lists side by side
    words = line.cells[0].strip() if len(line.cells) > 1 else line.text
    if len(line.cells) > 1 and words.islower() and meaning(words.strip(" :")):
        words = words.capitalize()  # a margin of labels in small letters
    if found := _START.match(words):
        value = words[found.end() :].strip()
        if len(line.cells) > 1:
            value = "\n".join(filter(None, [value, *map(str.strip, line.cells[1:])]))
        return Label(meaning(found[1]), found[1].casefold(), value, at, found[2] == ":")
    if (found := _MISREAD.match(words)) and (near := _nearest(found[1])):
        return Label(_MEANING[near], near, words[found.end() :].strip(), at, True)
    if len(line.cells) <= 1 and (found := _WITHOUT_COLON.match(line.text)):
        value = line.text[found.end() :].strip()
        return Label(meaning(found[1]), found[1].casefold(), value, at, False)
    return None


def _nearest(words: str) -> str | None:
    """The label of a list that a scanner misread: "Ledam0ter", "Närvarandc"."""
    lists = [word for word, meaning in _MEANING.items() if meaning in STATUSES and len(word) > 7]
    found = process.extractOne(words.casefold(), lists, scorer=fuzz.ratio, score_cutoff=87)
    return found[0] if found else None


def listed(lines: Sequence[Line]) -> list[Label]:
    """The labels of a document, without those that are a role on somebody's list.

    "Ledamot: Anna Berg" right under "Ej närvarande" is a row of that list.
    """
    out: list[Label] = []
    inside = False
    for at, line in enumerate(lines):
        one = label(line, at)
        if one is None:
            inside = inside and not line.gap
            continue
        if inside and not line.gap and one.value and one.is_role:
            continue
        inside = one.meaning in STATUSES and not one.value
        out.append(one)
    return out


def meaning(words: str) -> str:
    """What a label's words mean; "" when they mean nothing here."""
    return _MEANING.get(" ".join(words.casefold().split()), "")


def owned(
    lines: Sequence[Line], found: Sequence[Label], stops: Iterable[int]
) -> list[tuple[Label, list[Line]]]:
    """Each label with the lines that stand under it, until the next label or one of the stops."""
    ends = sorted({label.at for label in found} | set(stops) | {len(lines)})
    out = []
    for one in found:
        end = next(at for at in ends if at > one.at)
        out.append((one, list(lines[one.at + 1 : end])))
    return out
