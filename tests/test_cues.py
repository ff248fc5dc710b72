"""What in a text may name, reach or count a person is found, however it is written."""

# ruff: noqa: RUF001 - look-alike signs are what is tested

import re
import time

import pytest
from conftest import ROOT

from lobra.privacy.cues import NAME, NEVER, Known, cues, normalised

PEOPLE = ["Torgny Älgmark", "Maj-Lis Ödhult", "Sixten Vrålbäck", "Yusra al-Darwish"]
KNOWN = Known(PEOPLE, ["Almtorget", "Kvarnparken", "SBK", "Lugna Stan"], ["smedjefallet"])
CASES = ROOT.parent / "shared" / "cases" / "privacy.md"

NAMES = """
Torgny Älgmark ringde.
Älgmark tog ordet.
Ta upp det med Torgny.
Frågan är Älgmarks.
Älgmark, Torgny
T. Älgmark svarar.
T Älgmark svarar.
Torgny Ä svarar.
TORGNY ÄLGMARK svarar.
torgny älgmark svarar.
Torgny   Älgmark svarar.
Torgny-Älgmark svarar.
Torgny_Älgmark svarar.
Älgmark/Vrålbäck delar på det.
Majlis Ödhult svarar.
Maj Lis Odhult svarar.
Torgni Elgmark svarar.
elgmark svarar.
Tørgny Ælgmark svarar.
Тоrgny svarar.
Τorgny svarar.
Torg\u00adny Älg\u200bmark svarar.
Torgny A\u0308lgmark svarar.
Ｔｏｒｇｎｙ svarar.
𝐓𝐨𝐫𝐠𝐧𝐲 svarar.
Torgny &Auml;lgmark svarar.
Torgny &amp;Auml;lgmark svarar.
Torgny &#196;lgmark svarar.
<i>Torgny</i> <i>Älgmark</i> svarar.
Älg<b>mark</b> svarar.
vrålbäckarnas hus
t o r g n y ä l g m a r k
Yusra Al Darwish svarar.
Beda Kroknäs svarar.
Ansvarig är Beda Kroknäs.
Kroknäs hör av sig.
Bedalina hör av sig.
beda svarar, det gör också gunilla.
Den unge, Love Ask, är känd.
Rektorn Jelena Brkić tog upp det.
Kontakta X. Y. på fältgruppen.
Fallet A.K. följs upp.
Ungdom B och C är kända.
مريم سجلت
李娜来了
samtal med abdirahman
samtal med kroksson
kroknas-kroksson.docx
samtal med b.k. om lokalen
samtal med b k n om lokalen
Den som heter räven styr.
""".strip().splitlines()
NUMBERS = """
820417-2391
19820417-2391
820417+2391
8204172391
820417 2391
820417--2391
820417‐2391
820417–2391
１９８２０４１７-2391
1982-04-17-2391
820417-T239
820417-xxxx
820417-2024
samtal-820417.md
Dnr 820417-2391
070-555 12 34
0705551234
+46 70 555 12 34
0046705551234
(070) 555 12 34
070/555 12 34
07 05 55 12 34
070.555.12.34
tel:070-555 12 34
mobil 070­-555­12­34
08-555 12 34
beda@exempel.se
beda ＠ exempel.se
beda(at)exempel.se
beda [at] exempel.se
beda snabel-a exempel punkt se
beda_snabel-a_exempel
beda [a] exempel [.] org
beda.kroknas@exempel
exempel.se/beda
Bankgatan 4 B, 1 tr
Kvarnvägen 17
Smedgränd 3
lgh 1203
123 45 Exempelby
KLM 482
KLM48T
klm 482
Konto 8327-9 123 456 789-0
SE35 5000 0000 0549 1000 0003
10.24.8.117
född 2009
Född den 3 mars
Han fyller arton i maj.
""".strip().splitlines()
COUNTS = """
Tre elever stängdes av.
3 elever
3,0 elever
03 elever
³ elever
③ elever
Ⅲ elever
tre&nbsp;elever
tre\u00adelever
treelever
Elever: 3
Antal elever (3)
Tre, alla elever, greps.
Tre st. elever
Ett par elever
Ett tiotal unga
Ett dussin unga
En handfull unga
Några få unga
Någon ungdom
En elev stängdes av.
Bara en deltog.
Endast två kom.
Två kom.
Av nio kom fyra.
Två av nio kom.
Hälften kom.
En tredjedel av flickorna
20 procent
20 % av eleverna
Båda pojkarna
De bägge systrarna
Tvillingarna
Duon
Trion
Syskonen
Paret på tvåan
Pojken
Mamman
Den misstänkte
Den gripna
Två drabbade
Två anhöriga
Två nyanlända familjer
Två hushåll
Två mammor
Två romer
Två rivaliserande gäng
Två nyckelpersoner
Tre under 15 år
En 14-åring
14-åriga pojkar
Fem 14- och 15-åringar
Minst en person
Ytterligare en greps.
En ensamstående
Två städade torget.
Tre greps i går kväll.
två till tre ungdomar
tjugotvå ungdomar
tvenne gossar
tjugotalet unga
fåtalet unga
two kids
t v å unga
trettiofemåringen
De är i fjortonårsåldern.
Ungdomar: |||
Det gäller pojkens moped.
Det gäller singelhushållet.
Det gäller trebarnsmamman.
Det var fyra gånger fler unga.
Fler än var sjätte är otrygg.
Fler än varannan är otrygg.
Åtgärd 3 ungdomar
årskurs 9 pojkar
§ 3 ungdomar
Planen 2023-3 ungdomar
""".strip().splitlines()
OTHERS = ["Ring om Smedjefallet.", "smedje\u00adfallet", "<script>", "%4Aa", "Bra 🙂"]
HARMLESS = """
Mötet öppnades klockan 15.
Mötet hölls den 17 september 2021 kl. 09.30–11.00.
Nästa möte är torsdagen den 6 februari 2025.
Två möten och tre vandringar är genomförda.
Fyra av fem skolor deltog.
Åtgärd 3 är klar och punkt 4 följs upp.
Programmet erbjuds årskurs 7 och 8.
Polisen och kommunen arbetar vid Almtorget.
SBK byter belysning i Kvarnparken.
Föräldrakvällar hålls under hösten.
Planen gäller 2023–2024.
Vandringar i maj och juni.
En arbetsgrupp skriver rutinen.
Ett nytt område har startat grannsamverkan.
De sex sträckorna är klara.
Lugna Stan deltar.
Trygghetsvärdar arbetar fredag och lördag.
Personrånen mot unga är färre än i höstas.
Mötet hålls vart tredje år, och var fjärde vecka ses gruppen.
Uppföljning varannan vecka, m.m., bl.a. s.k. samverkan.
Projektledare utveckling av närings- och föreningsliv
Rådet fastställer planen enligt § 12 och lagen (2023:196).
Läsåret 2023/24 följs upp.
protokoll-2024-02-08.md
atgardsplan-2023-2024.docx
protokoll-2024-11.pdf
""".strip().splitlines()


@pytest.mark.parametrize("text", [*NAMES, *NUMBERS, *COUNTS, *OTHERS])
def test_what_may_name_reach_or_count_somebody_is_a_cue(text):
    assert cues(text, KNOWN)


@pytest.mark.parametrize("text", HARMLESS)
def test_dates_times_places_and_things_are_no_cues(text):
    assert [(cue.words, cue.kind) for cue in cues(text, KNOWN)] == []


@pytest.mark.skipif(not CASES.exists(), reason="the team's own cases are not here")
def test_every_text_that_stood_in_a_public_report_and_must_not_has_a_cue():
    rows = re.findall(r"(?m)^\| (?!kind|-)\w+ \| (.+) \|$", CASES.read_text("utf-8"))
    people = ["Signhild Vassbäck", "Anna-Karin Öberg", "Tore Tunhammar"]
    assert len(rows) == 65
    assert [text for text in rows if not cues(text, Known(people))] == []


def test_a_cue_has_the_place_the_words_and_the_kind_as_they_stand_in_the_text():
    text = "I går ringde &Aring;sa Kro\u00adknäs om två elever."
    found = [(text[cue.start : cue.end], cue.words, cue.kind) for cue in cues(text, KNOWN)]
    assert found == [
        ("&Aring;", "&Aring;", "märkning eller kod"),
        ("Kro\u00adknäs", "Kro\u00adknäs", "kan vara ett namn"),
        ("två", "två", "antal, andel eller ålder"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Älgmark", "namnet på en person"),
        ("820417-2391", "personnummer"),
        ("070-555 12 34", "telefonnummer"),
        ("beda@exempel.se", "e-postadress"),
        ("Kvarnvägen 17", "adress"),
        ("KLM 482", "registreringsnummer"),
        ("SE35 5000 0000 0549 1000 0003", "kontonummer"),
        ("smedjefallet", "ord som inte får publiceras"),
        ("pojken", "en enskild person"),
        ("👍", "andra tecken än svenska"),
    ],
)
def test_a_cue_says_what_it_may_be(text, kind):
    assert [cue.kind for cue in cues(text, KNOWN)] == [kind]


def test_a_name_of_the_records_is_no_cue_as_a_whole_but_its_parts_are():
    known = Known(names=["Kiosken Edla Brink AB"])
    assert cues("Mötet hölls hos Kiosken Edla Brink AB.", known) == []
    assert [cue.words for cue in cues("Mötet hölls hos Edla Brink.", known)] == ["Edla", "Brink"]


def test_a_person_whose_name_is_a_word_or_a_place_is_a_cue_with_a_capital_only():
    known = Known(["Sten Park", "Per Lund"], ["Sten Park"])
    assert [cue.words for cue in cues("Fråga Sten.", known)] == ["Sten"]
    assert cues("Tre gånger per år läggs sten ut.", known) == []
    assert [cue.words for cue in cues("Vi ses i Sten Park.", known)] == ["Sten", "Park"]


def test_years_that_the_records_do_not_know_are_cues():
    known = Known(years=[2023, 2024])
    assert cues("Det gäller 2024.", known) == []
    assert [cue.words for cue in cues("Det gäller 2009.", known)] == ["2009"]


def test_whoever_alters_the_cues_that_he_was_given_alters_nobody_elses():
    cues("Oskar kom.", Known()).clear()
    assert [cue.words for cue in cues("Oskar kom.", Known())] == ["Oskar"]


def test_the_same_text_is_told_by_each_as_he_knows_it():
    text = "Lugna Stan är målet."
    assert cues(text, Known(names=["Lugna Stan"])) == []
    assert [cue.kind for cue in cues(text, Known(never=["stan"]))] == [NAME, NEVER]
    assert [cue.words for cue in cues(text, Known())] == ["Lugna", "Stan"]


def spent(text):
    """The processor's seconds, while the only cue is found behind all that is none."""
    began = time.process_time()
    assert [cue.words for cue in cues(f"{text}Oskar", KNOWN)] == ["Oskar"]
    return time.process_time() - began


@pytest.mark.parametrize(
    ("piece", "n"),
    [("a", 9000), ("å", 9000), ("a.b-", 2000), ("1", 9000), ("&a", 4000), ("<", 9000)],
)
def test_a_word_without_end_hides_no_address(piece, n):
    for reaching, words in (
        ("namn@exempel.se", "namn@exempel.se"),
        ("namn (at) exempel.se", "namn (at) exempel.s"),
        ("exempel.se", "exempel.se"),
        ("sjövägen 7", "sjövägen 7"),
    ):
        assert cues(f"{piece * n} {reaching}", KNOWN)[-1].words == words


@pytest.mark.parametrize("piece", ["Almtorget den 3 maj ", "§ 3 "])
def test_eight_times_as_many_places_and_dates_take_about_eight_times_as_long(piece):
    assert spent(piece * 2000) < 3 * 8 * max(spent(piece * 250), 0.005)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Bj\u00f6rn  \u2014\u2013 x", "Bjorn - x"),
        ("a\u200b\u00ad\u2060b", "ab"),
        ("А\u0301\u03bf", "Ao"),
        ("&lt;b&gt;x", "x"),
        ("rad<br>rad", "rad rad"),
        ("\uff10\u00bd", "01\u20442"),
    ],
)
def test_a_text_is_compared_as_people_read_it(text, plain):
    assert normalised(text) == plain
