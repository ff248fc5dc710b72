"""What a sentence is about, proposed from its words: a person decides.

Theme and kind of a statement, the sector of an organisation, whether a unit counts persons, and
whether a text is so plainly about single persons that it must not be published.
"""

from __future__ import annotations

import re

from lobra.reading.phrases import named_patterns
from lobra_data.words import NUMERALS

_THEMES = named_patterns(
    ("extremism", r"extremis|vbe\b|radikaliser|vit.?makt|terror"),
    ("begging_settlements", r"tigger|tiggar|bosättning|eu-?migrant|eu-?team|avhysning|bostadslös"),
    ("robbery", r"(?<!f)rån(?:et|en|ar\w*|as|ades|ad|ade|s)?\b|rånen\b"),
    ("burglary", r"inbrott|grannsamverkan|källarförråd"),
    (
        "narcotics",
        r"narkoti|drog(?!erna inte)|cannabis|langning|missbruk|andt\b|tobak|folköl|alkohol|spice\b"
        r"|tramadol|påverkade personer",
    ),
    ("elderly", r"äldre(?!ns)\b|senior|pensionär|försök inte lura|hemtjänst"),
    ("fire", r"brand|bränd|anlagd|papperskorg"),
    ("traffic", r"trafik(?!kontoret|förvalt)|hastighet|moped|bommar|parkering|cykelbana"),
    (
        "violence",
        r"våld|misshandel|skjut|hot(?:et|en|ar|ade|ad|ade|s|fulla?)?\b|\bmord|sprängning|slagsmål"
        r"|bråk|hedersrelater|vapen",
    ),
    ("mental_health", r"psykisk|suicid|självmord|självskad"),
    ("school", r"skol|elev|rektor|lärare"),
    (
        "youth_crime",
        r"ungdomsbrott|gruppering|kriminell\w* nätverk|avhopp|unga i risk|\bsspf\b|\bsig\b i risk"
        r"|(?:ungdom|unga)\w*\b.{0,60}\b(?:brott|stör|kriminal|destruktiv)",
    ),
    ("social_services", r"socialtjänst|familj|föräldra|orosanmäl|socialsekreter|\blss\b"),
    ("business", r"näringsliv|företag|butik|handel|köpman|centrumförening|krögar"),
    (
        "physical_environment",
        r"belysning|park(?:en|er|väg)?\b|torg|utegym|skadegörelse|klotter|nedskräp|buskage|bänk"
        r"|trygghetsvandring|närmiljövandring|ombygg|gångväg|lekplats",
    ),
    ("lagesbild", r"lägesbild|trygghetsmätning|statistik|brottsutveckling|anmälda brott"),
    ("collaboration", r"samverka|samarbet|överenskommelse|nätverk|nattvandr|åtgärdsplan"),
)

_KINDS = named_patterns(
    (
        "intention",
        r"\b(?:ska|skall|kommer att|planera(?:s|r|t|d)|avser|föreslås|önskar|ses över|på gång"
        r"|inbokade?)\b",
    ),
    (
        "outcome",
        r"\b(?:har (?:minskat|gett|haft effekt|lett till|nått)|resulterade|minskade|samlade"
        r"|deltog|utvärdering\w* visar|effekt|genomförd\w*|genomförts|avslutad\w*|hållna|nådd?)\b",
    ),
    (
        "situation",
        r"\b(?:förekommer|ökar|ökat|minskar|otrygg\w*|problem\w*|läget|lugnt|lugnare|oro|oroligt"
        r"|anmäld\w*|rånas|stulna|bestulna|skett|sker|klagomål|ser (?:färre|fler))\b",
    ),
)

_SECTORS = named_patterns(
    ("police", r"polis|\blpo\b|\bnpf\b"),
    ("rescue", r"räddning|brandförsvar|brandkår"),
    ("school", r"skol|gymnasi|utbildning|elevhälsa|universitet"),
    ("politics", r"nämnd|kommunstyrelse|fullmäktige|kommunalråd|presidium"),
    ("district_administration", r"stadsdelsförvaltning|\bsdf\b"),
    (
        "city_administration",
        r"förvaltning|kommun(?:en|ledning\w*|en\b)|kontoret|avdelning|\bavd\b|enheten|socialtjänst"
        r"|\bstab\b",
    ),
    ("property", r"bostäder|bostad|fastighet|hyres|hem\b|stockholmshem|micasa|\bbrf\b"),
    ("transport", r"trafik|\bsl\b|\bmtr\b|buss|tåg|\bsj\b"),
    ("business", r"företag|handel|centrum(?!förening)|köpman|näringsliv|galleri|\bab\b|bevakning"),
    (
        "civil_society",
        r"förening|församling|kyrk|nattvandr|ideell|röda korset|pensionärsråd|idrott",
    ),
)

_PERSONS = re.compile(
    r"person|individ|ungdom|elev|barn|deltagare|boende|invånar|besökar|medborgar|offer|män\b|kvinn"
    r"|flick|pojk|tjej|kill|unga|äldre|vuxna|senior|pensionär|förälder|föräldr|familj|anhörig"
    r"|misstänkt|gripn|anhåll|dömd|avhopp|vittne|vakt|värd(?:ar)?\b|vandrare|assistent|handledare"
    r"|personal|anställd|medlem|studen|lärare|socionom|sekreterare|behandlare|grann|gäst|kund",
    re.I,
)
_SENSITIVE = re.compile(
    r"självmord|suicid|själv?skad|ihjäl|avliden|avled\b|\bdog\b|\bdödsfall|mördad|våldt|sexuell"
    r"|övergrepp|diagnos|sjukdom|\bsjuk(?:skriv|hus)|psykiatri|neuropsyk|funktionsneds|\bLVU\b"
    r"|\bLVM\b|\bLSS\b|omhänderta|orosanmäl\w* (?:om|för|på)|personuppgift|skyddad identitet"
    r"|misstänkt(?:e|a)?\b|gärningsm|häkta|anhåll|gripen\b|målsägande|brottsoffret"
    rf"|\b(?:{'|'.join(NUMERALS[2:5])}|2|3|4|\d-\d) (?:unga |yngre )?(?:ungdomar|elever|personer"
    r"|pojkar|flickor|barn|familjer|individer|killar|tjejer)\b|bombhot|\ben (?:viss )?skola\b"
    r"|\bskola(?:n|ns)?\b(?=.*\b(?:hot|våld|bråk|övergrepp|narkoti|självm|extremis|rån))"
    r"|\ben(?:skild\w?|samt?)? (?:elev|pojke|flicka|kille|tjej|kvinna|man|person|ungdom|förälder"
    r"|familj|lärare|vårdtagare|\d+-åring\w*)\b|\bett (?:barn|fåtal|syskon)\b|\beleven\b|\bpojken\b"
    r"|\bflickan\b|\bfamiljen\b|\benskil(?:d|t|da)\b|\bgrupp(?:en)? (?:flickor|pojkar|föräldrar"
    r"|elever|tjejer|killar)\b|\b\d{1,2}-åring",
    re.I,
)


def theme(text: str) -> str:
    """The first theme, from the most telling down, that a word of the text speaks of.

    >>> theme("Personrånen mot unga har ökat vid stationen."), theme("Mötet öppnades.")
    ('robbery', 'other')
    """
    return next((name for name, pattern in _THEMES if pattern.search(text)), "other")


def kind(text: str) -> str:
    """situation, work, intention or outcome; work when no word tells.

    >>> kind("Polisen ska hålla två utbildningar."), kind("Skadegörelsen ökar.")
    ('intention', 'situation')
    """
    return next((name for name, pattern in _KINDS if pattern.search(text)), "work")


def sector(name: str) -> str:
    """The sector of an organisation by its name; other when it doesn't tell.

    >>> sector("Räddningstjänsten Väst"), sector("Solrosen")
    ('rescue', 'other')
    """
    return next((kind for kind, pattern in _SECTORS if pattern.search(name)), "other")


def counts_persons(unit: str) -> bool:
    """Whether a unit is a word for people, so that small numbers of it must be protected.

    >>> counts_persons("skolungdomar"), counts_persons("vandringar")
    (True, False)
    """
    return bool(_PERSONS.search(unit))


def is_plainly_sensitive(text: str) -> bool:
    """Whether a text speaks of a death, an illness, a suspect or a single person: better not said.

    >>> is_plainly_sensitive("En elev på skolan mår dåligt."), is_plainly_sensitive("Det är lugnt.")
    (True, False)
    """
    return bool(_SENSITIVE.search(text))
