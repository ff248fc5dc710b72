"""Small counts of persons in running text: "tre ungdomar" becomes "färre än fem ungdomar".

Persons are those that the work is about or for: young people, residents, victims, suspects. Those
who do the work (police officers, field workers) are no secret, and meetings, walks or cameras are
no persons; but a word that the records themselves count persons in is protected. What the last
part of a word names is what it counts: a "personrån" is a robbery, and one who holds a public post
is public, whatever the records say of them.
A sentence that the number can't simply be replaced in is withheld as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from lobra_data import words

PLURALS = (
    "anmälare anhöriga avhoppare barn bekanta besökare brottsoffer deltagare elever "
    "familjemedlemmar flickor föräldrar förövare gymnasister gärningsmän gärningspersoner "
    "hemlösa individer invånare killar kompisar kunder kvinnor missbrukare målsägande män "
    "människor offer pensionärer personer pojkar seniorer studenter syskon tjejer "
    "tonåringar ungdomar vittnen vårdnadshavare huvudmän nyckelpersoner medborgare "
    "hyresgäster grannar lägenhetsinnehavare"
).split()
PLURAL_ADJECTIVES = (
    "anhållna anmälda asylsökande avlidna avstängda boende döda dömda gripna häktade "
    "minderåriga misstänkta närstående omhändertagna omkomna placerade skadade sjuka unga "
    "vuxna äldre åtalade"
).split()
COMPOUNDS = "barn elever flickor föräldrar medlemmar offer pojkar ungdomar åringar".split()
"""Words that also end longer ones: skolungdomar, 15-åringar."""
COMMON = (
    "person individ ungdom elev flicka pojke man kvinna tjej kille gärningsman "
    "gärningsperson invånare boende besökare deltagare tonåring minderårig vuxen förälder "
    "vårdnadshavare målsägande förövare student pensionär misstänkt människa avhoppare"
).split()
NEUTER = "barn brottsoffer offer syskon vittne".split()
DEFINITES = (
    "anhöriga barnen eleverna flickorna föräldrarna gärningsmännen individerna invånarna "
    "killarna kvinnorna männen personerna pojkarna tjejerna tonåringarna ungdomarna "
    "vittnena offren boende unga äldre vuxna misstänkta gripna anhållna dömda skadade "
    "deltagarna besökarna"
).split()
EVENTS = (
    "rån brott inbrott bråk hot våld försök stöld stölder skjutning skjutningar sprängning "
    "sprängningar misshandel misshandlar fall larm händelse händelser olycka olyckor "
    "anmälan anmälningar ärende ärenden kontroll kontroller ingripande ingripanden bränder "
    "samtal möte möten besök insats insatser träff träffar utbildning utbildningar vandringar "
    "bilar hus rum torg ställen områden"
).split()
"""Words, and ends of words, for what happens to persons or is done with them."""
POSTS = (
    "polis poliser tjänsteperson tjänstepersoner tjänsteman tjänstemän ordförande ledamot "
    "ledamöter ersättare politiker ordningsvakt ordningsvakter väktare chef chefer rektor "
    "rektorer handläggare strateg strateger samordnare sekreterare"
).split()
"""Words, and ends of words, for those who act for a public body."""
_ABOUT = "cirka ca omkring ungefär runt drygt knappt nästan".split()
_NUMBERED = (
    "bilaga fas grupp kap kapitel klass lov nivå nr nummer punkt rad sida steg tabell zon "
    "åk åtgärd årskurs"
).split()
_UNSURE = "minst över under än båda bägge de dem dessa våra deras varje".split()
_AFTER_ADJECTIVE = re.compile(
    r"\s*(?:$|[.,;:!?)–]|(?:som|i|på|från|har|hade|är|var|blev|och|eller|vid|med|under|till|av|om|mot|"
    r"efter|för|ska|kan|får|fick|kom|bor|bodde|greps|satt|tog|inom|utan|hos|bland|vill|fanns|finns)\b|"
    r"\w+(?:ades|des|tes|ade)\b)"
)
_THINGS = re.compile(r"\s+\w*(?:or|ar|er|hus|rum|torg|ställen|områden|möten)\b")
_QUALIFIED = re.compile(
    r"\W*(?:$|\s(?:mot|av|för|med|i|på|hos|till|per|vid|från|under|som|utan)\b)"
)
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ\d])")


@dataclass(frozen=True)
class Reworded:
    """A text as the public edition shows it, and the phrases with small counts that it held."""

    text: str
    phrases: tuple[str, ...] = ()


def reworded(text: str, smallest: int, units: Iterable[str] = ()) -> Reworded:
    """The text without counts of 1 to `smallest` - 1 persons. `units` are more words for persons.

    >>> reworded("Tre unga män greps vid två tillfällen.", 5).text
    'Färre än fem unga män greps vid två tillfällen.'
    >>> reworded("Lugnt i juni. De två ungdomarna är kända.", 5).text
    'Lugnt i juni. Uppgiften rör färre än fem personer och visas inte.'
    >>> reworded("Två möten med ungdomar och tre poliser; LOV 3, ordningsvakter.", 5).phrases
    ()
    """
    if smallest < 2:
        return Reworded(text)
    words_for_persons = (one for one in units if one.strip() and not counts_no_person(one))
    finder = _Finder(smallest, frozenset(map(str.casefold, words_for_persons)))
    done = [finder.sentence(part) for part in _SENTENCES.split(text)]
    phrases = tuple(phrase for one in done for phrase in one.phrases)
    return Reworded(" ".join(one.text for one in done), phrases) if phrases else Reworded(text)


def names_persons(unit: str, units: Collection[str] = ()) -> bool:
    """Whether words for what is counted are words for persons: known ones, or one of `units`."""
    if counts_no_person(unit):
        return False
    said = {unit.casefold(), *re.findall(r"\w+", unit.casefold())}
    return bool(said & {*units, *PLURALS, *PLURAL_ADJECTIVES})


def counts_no_person(unit: str) -> bool:
    """Whether what is counted is events or public posts, also where persons are in the word.

    >>> counts_no_person("anmälda personrån"), counts_no_person("rån mot person")
    (True, True)
    >>> counts_no_person("kommunpoliser"), counts_no_person("poliser och ungdomar")
    (True, False)
    """
    counted = _QUALIFIED.split(unit.casefold().strip())[0]
    return counted.endswith((*EVENTS, *POSTS))


def phrases_for(value: float, unit: str) -> list[str]:
    """How a count may stand in a text: "3 ungdomar", "tre ungdomar".

    >>> phrases_for(3.0, "ungdomar")
    ['3 ungdomar', 'tre ungdomar']
    """
    if not float(value).is_integer():
        return [f"{value:.1f} {unit}".replace(".", ",")]
    return [f"{number} {unit}" for number in _spelt(int(value))]


def fewer(smallest: int) -> str:
    return f"färre än {_spelt(smallest)[-1]}"


def _spelt(n: int) -> list[str]:
    return list(dict.fromkeys([str(n), words.number(n)]))


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


class _Finder:
    """What to look for, given the threshold and the records' own words for persons."""

    def __init__(self, smallest: int, units: frozenset[str]) -> None:
        self._fewer = fewer(smallest)
        self._withheld = f"Uppgiften rör {self._fewer} personer och visas inte."
        self._small, self._one, self._both = _patterns(smallest, units)

    def sentence(self, text: str) -> Reworded:
        found = [one for one in self._small.finditer(text) if not _is_other(one, text)]
        unsure = [*self._one.finditer(text), *self._both.finditer(text)]
        phrases = tuple(one["phrase"] for one in [*found, *unsure])
        if unsure or any(_is_unsure(one, text) for one in found):
            return Reworded(self._withheld, phrases)
        for one in reversed(found):
            said = words.capitalised(self._fewer) if one[0][0].isupper() else self._fewer
            text = f"{text[: one.start()]}{said} {one['rest']}{text[one.end() :]}"
        return Reworded(text, phrases)


@cache
def _patterns(smallest: int, units: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    number = _alternatives(word for n in range(1, smallest) for word in _spelt(n) if word != "ett")
    any_number = rf"\d+|{_alternatives(words.number(n) for n in range(13))}"
    compound = rf"(?:\w+-?)?(?:{_alternatives(COMPOUNDS)})"
    anyone = rf"{_alternatives({*PLURALS, *PLURAL_ADJECTIVES, *units})}|{compound}"
    definite = rf"{_alternatives(DEFINITES)}"
    adjective = r"(?:(?:\d+-åriga|[^\W\d_]+(?:-[^\W\d_]+)?[ae]),?\s+(?:och\s+)?)"
    the = r"(?:(?:de|dem|dessa|våra|alla)\s+)?"
    start = r"(?<![\w–§-])(?<!\d[,.:])"
    small = rf"""{start}(?:(?:{_alternatives(_ABOUT)})\s+)?
        (?P<phrase>
          (?:(?:{number})\s*(?:–|-|\s(?:till|eller|och)\s)\s*)?
          (?:{number})\s+(?:\(\w+\)\s+)?(?:st\.?\s+)?
          (?P<rest>
            (?:{adjective}{{0,3}}?(?:(?P<noun>{anyone})|(?P<definite>{definite}))
            |av\s+(?:(?P<of>{any_number})\s+)?{the}{adjective}{{0,2}}?(?:{definite}|{anyone})
            )s?(?![\w-])))"""
    being = r"(?:\d+-årig|[^\W\d_]+(?:ig|isk|ad|ande|ung|ny|känd|re|[td]))\s+"
    one = rf"""{start}(?P<phrase>
        (?:en|1)\s+(?:{being}|enda\s+){{0,2}}?(?:{_alternatives(COMMON)})s?(?![\w-])
        |(?:ett|1)\s+(?:[^\W\d_]+t\s+|enda\s+){{0,2}}?(?:{_alternatives(NEUTER)})s?(?![\w-])
        |(?:en|ett|1)\s+av\s+{the}{adjective}{{0,2}}?(?:{definite}|{anyone})(?![\w-]))"""
    both = rf"""(?<!\w)(?P<phrase>(?:båda|bägge)\s+(?:av\s+)?{the}{adjective}{{0,2}}?
        (?:{definite}|{anyone})s?(?![\w-]))"""
    flags = re.IGNORECASE | re.VERBOSE
    return re.compile(small, flags), re.compile(one, flags), re.compile(both, flags)


def _is_other(found: re.Match[str], text: str) -> bool:
    """A number that names something (item 3), or a word that only describes: two older houses."""
    if found["phrase"][0].isdigit() and _word_before(found, text) in _NUMBERED:
        return True
    after = text[found.end() :]
    follows = re.match(r"\s+([\w-]+)", after)
    is_event = bool(follows) and counts_no_person(follows[1] if follows else "")
    return _is_bare(found, after) and (is_event or bool(_THINGS.match(after)))


def _is_unsure(found: re.Match[str], text: str) -> bool:
    """Whether "fewer than" would be wrong in the place of the number, or not Swedish."""
    if found["definite"] or _word_before(found, text) in _UNSURE:
        return True
    if found["of"] and found["of"].casefold() in [w for n in range(5) for w in _spelt(n)]:
        return True
    after = text[found.end() :]
    return _is_bare(found, after) and not _AFTER_ADJECTIVE.match(after)


def _is_bare(found: re.Match[str], after: str) -> bool:
    """Whether the word for persons is an adjective with no noun for persons after it."""
    follows = re.match(r"\s+(\w+)", after)
    is_adjective = (found["noun"] or "").casefold() in PLURAL_ADJECTIVES
    return is_adjective and not (follows and follows[1].casefold() in PLURALS)


def _word_before(found: re.Match[str], text: str) -> str:
    before = re.search(r"(\w+)\.?\s+$", text[: found.start()])
    return before[1].casefold() if before else ""
