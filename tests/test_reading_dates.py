"""Swedish dates and times: what is read, and what looks like a date and is none."""

import datetime as dt
import time
from itertools import pairwise

import pytest

from lobra.reading import dates
from lobra.reading.clock import find_times
from lobra.reading.dates import find_dates, find_spans

MONTHS = (
    "januari februari mars april maj juni juli augusti september oktober november december"
).split()
WEEKDAYS = "måndag tisdag onsdag torsdag fredag lördag söndag".split()


def table(text: str) -> list[tuple[str, str]]:
    """Rows of "text => answer"; ~ is a no-break space, ¶ a line break, ⇥ a tab."""
    signs = str.maketrans({"~": "\xa0", "¶": "\n", "⇥": "\t"})
    rows = (line.partition(" => ") for line in text.strip().splitlines())
    return [(left.strip().translate(signs), right.strip()) for left, _, right in rows]


def lines(text: str) -> list[str]:
    return [left for left, _ in table(text)]


def read_dates(text: str, year: int | None = None) -> str:
    """year-month-day and the weekday's number, as short as a table needs it."""
    return " ".join(
        f"{d.year or '?'}-{d.month}-{d.day}" + ("" if d.weekday is None else f":{d.weekday}")
        for d in find_dates(text, year)
    )


DATES = table("""
2015-02-17 => 2015-2-17
2015 02 17 => 2015-2-17
2015–02–17 => 2015-2-17
2015 02 17 => 2015-2-17
2015.02.17 => 2015-2-17
2015 02 17 => 2015-2-17
2015/02/17 => 2015-2-17
2015 02 17 => 2015-2-17
2015-02-17T09:00 => 2015-2-17
(2015-02-17). => 2015-2-17
2015-02-17-2015-02-19 => 2015-2-17 2015-2-19
2015-02-17–2015-02-19 => 2015-2-17 2015-2-19
20201224 => 2020-12-24
150217 => 2015-2-17
LOV3 (220902) och annat => 2022-9-2
Protokoll 150217 kl. 9 => 2015-2-17
150217 09.00-11.00 => 2015-2-17
990217 => 1999-2-17
491231 => 2049-12-31
500101 => 1950-1-1
fre 190222 => 2019-2-22:4
24 september 2015 => 2015-9-24
den 24 september 2015 => 2015-9-24
24 sept. 2015 => 2015-9-24
24 sep 2015 => 2015-9-24
24 september, 2015 => 2015-9-24
24 september år 2015 => 2015-9-24
24~september~2015 => 2015-9-24
DEN 24 SEPTEMBER 2015 => 2015-9-24
Fredagen den 22 februari 2019 => 2019-2-22:4
Fredagen den 22 februari 2019 kl. 09.00-11.00 => 2019-2-22:4
onsdag 16 oktober 2013 => 2013-10-16:2
torsdagen den 4 maj 2023 => 2023-5-4:3
TORSDAG 4 MAJ 2023 => 2023-5-4:3
mån. 2 mars 2020 => 2020-3-2:0
Tis 3 mars 2020 => 2020-3-3:1
tors, 5 mars 2020 => 2020-3-5:3
Lördag⇥7 mars 2020 => 2020-3-7:5
Söndag: 8 mars 2020 => 2020-3-8:6
lördag–söndag 14–15 mars 2020 => 2020-3-14:5
Onsdag den 21/1 => ?-1-21:2
7/12 => ?-12-7
den 7/12 och kring avtalet tas den 12/12. => ?-12-7 ?-12-12
14/2-12 => 2012-2-14
14/2 -12 => 2012-2-14
den 14/2–98 => 1998-2-14
14/2 2012 => 2012-2-14
14/2-2012 => 2012-2-14
14/2, 2012 => 2012-2-14
4/5 2020 => 2020-5-4
14.2.2012 => 2012-2-14
4.5.2020 => 2020-5-4
2/10 => ?-10-2
mötet den 1/6. => ?-6-1
1/6-mötet => ?-6-1
14/6-8/8 => ?-6-14 ?-8-8
14/6 – 8/8 => ?-6-14 ?-8-8
14-16/2 2012 => 2012-2-14
14-15 mars 2024 => 2024-3-14
14 – 15 mars 2024 => 2024-3-14
14 till 15 mars 2024 => 2024-3-14
den 3:e maj => ?-5-3
1:a juni 2020 => 2020-6-1
3e maj 2021 => 2021-5-3
22 oktober => ?-10-22
Företagsdialog 22 oktober mm => ?-10-22
22¶februari 2019 => 2019-2-22
Mötet den¶22 februari 2019 => 2019-2-22
den 22 februari¶2019 kl. 9 möts rådet => 2019-2-22
den 22 februari¶2019. => 2019-2-22
den 10 maj klockan 9-11 => ?-5-10
8 mars -12 => 2012-3-8
8 mars '12 => 2012-3-8
8 mars 17 maj => ?-3-8 ?-5-17
8 november och 17 maj 2018 => ?-11-8 2018-5-17
Möten 3/4, 4/5 och 7/9 => ?-4-3 ?-5-4 ?-9-7
fred 1 maj => ?-5-1
5 jan 2016 => 2016-1-5
5 feb 2016 => 2016-2-5
5 mar 2016 => 2016-3-5
5 apr 2016 => 2016-4-5
5 jun 2016 => 2016-6-5
5 jul 2016 => 2016-7-5
5 aug 2016 => 2016-8-5
5 okt 2016 => 2016-10-5
5 nov. 2016 => 2016-11-5
5 dec. 2016 => 2016-12-5
den 22 oktobers möte => ?-10-22
29 februari => ?-2-29
29 februari 2020 => 2020-2-29
den 1/3 av nämnden => ?-3-1
den 24/7 => ?-7-24
3/4 2019 => 2019-4-3
senast 3/4 => ?-4-3
3/4 kl. 13 => ?-4-3
Möten 3/4, 7/5 och 4/9 => ?-4-3 ?-5-7 ?-9-4
Onsdag den 21/1 och 14/2-12 => ?-1-21:2 2012-2-14
plan 9 den 22 februari 2019 => 2019-2-22
dnr KS 2018/451, 2018-03-02 => 2018-3-2
""")

NO_DATES = lines("""
6-7 individer
insats med 6-7 individer i maj
tel: 08-508 22 030
08 508 23 326
070-123 45 67
19850217-1234
850217-1234
850217–1234
850217 1234
19850217 1234
19850217-XXXX
1985-02-17-1234
§ 84-89
§ 7/12
1 (5)
24/7
öppet dygnet runt 24/7.
möten 7-5 och 24/7
9-11
9/11/2001
4/5/2020
9 500 kr
KS-2016/234
KS-16/11
2018/451
2018/3
dnr 150217
Dnr: 20150217
Diarienummer 150217
dnr KS 150217
org.nr 150217
tel 150217
31/2
31/2 2019
31 april 2020
30 februari
29 februari 2019
2019-02-29
2015-13-01
2015-17-02
20151301
151301
12/13
0/5
5/0
32 maj
kl. 9-11
kl. 9-11 maj
punkt 3/4
punkt 7/12
punkterna 7/12
1/3 av de boende
7/12 av eleverna
3/4
1/2
2/3 röstade ja
7/10 elever
5/12 %
Storgatan 7/9
rum 7/9
version 1.2.2012
1.2.3
3.14.2012
14.2
14.2.12
14/6-8
a7/12
7/12b
1/2/3/4
7/12/
https://exempel.se/7/12/
https://exempel.se/2015-02-17
12⇥maj 2018
3 majskolvar
maj 2018
hösten 2018
1150217
150217,5
070 150217
15-2 mars
""")


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates_are_read(text, expected):
    assert read_dates(text) == expected


@pytest.mark.parametrize("text", NO_DATES)
def test_what_only_looks_like_a_date_is_none(text):
    assert find_dates(text, 2019) == []


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("Företagsdialog 22 oktober", 2021, "2021-10-22"),
        ("14/6-8/8", 2021, "2021-6-14 2021-8-8"),
        ("den 7/12 2016", 2021, "2016-12-7"),
        ("Onsdag den 21/1, 14/2-12", 2015, "2015-1-21:2 2012-2-14"),
        ("Onsdag den 21/1 och 14/2-12", 2015, "2015-1-21:2 2012-2-14"),
        ("29 februari", 2019, "?-2-29"),
        ("22 februari 2O19", 2019, "?-2-22"),
        ("22 februari 20I9", 2019, "?-2-22"),
        ("den 17 maj\n2018\n9 mars", 2017, "2017-5-17 2017-3-9"),
        ("8 mars\n2018 Beredningsgruppen rapporterar", 2017, "2017-3-8"),
        ("30 december – 2 januari", 2017, "2017-12-30 2017-1-2"),
    ],
)
def test_the_year_of_the_context_serves_dates_that_state_none(text, year, expected):
    assert read_dates(text, year) == expected


def test_the_span_holds_weekday_and_den():
    (found,) = find_dates("Tid: Fredagen den 22 februari 2019 kl. 9")
    assert (found.text, found.begin, found.end) == ("Fredagen den 22 februari 2019", 5, 34)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fredagen den 22 februari 2019", True),
        ("Torsdagen den 22 februari 2019", False),
        ("Fredagen den 22 februari", None),
        ("22 februari 2019", None),
    ],
)
def test_weekday_is_a_checksum(text, expected):
    assert find_dates(text)[0].weekday_agrees is expected


def spellings(day: dt.date) -> list[str]:
    d, m, y = day.day, day.month, day.year
    weekday, month = WEEKDAYS[day.weekday()], MONTHS[m - 1]
    return [
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
        f"{day:%y%m%d}",
        f"{d} {month} {y}",
        f"{weekday.capitalize()}en den {d} {month} {y}",
        f"{d} {month[:3]}. {y}",
        f"{d}/{m} {y}",
        f"{d}/{m}-{y % 100:02}",
        f"{d}.{m}.{y}",
    ]


def test_every_day_of_twenty_years_is_read_back_in_every_spelling():
    days = [dt.date(2010, 1, 1) + dt.timedelta(days=n) for n in range(365 * 21 + 5)]
    assert days[-1] == dt.date(2030, 12, 31)
    wrong = [
        text
        for day in days
        for text in spellings(day)
        if [(f.date, f.text, f.weekday_agrees) for f in find_dates(text, 1999)]
        != [(day, text, True if "dag" in text else None)]
    ]
    assert wrong == []


def test_dates_come_in_order_and_at_their_offsets():
    text = " ¶ ".join(text for text, _ in DATES)
    found = find_dates(text)
    assert len(found) > 90
    assert all(one.end <= other.begin for one, other in pairwise(found))
    assert [text[f.begin : f.end] for f in found] == [f.text for f in found]


def read_times(text: str) -> str:
    return " ".join(f"{t.start}-{t.end or ''}" for t in find_times(text))


TIMES = table("""
kl. 09.00-11.00 => 09:00-11:00
Kl 9-11 => 09:00-11:00
klockan 9-11, plan 9 => 09:00-11:00
9:00 – 11.15 => 09:00-11:15
8.30—12:00 => 08:30-12:00
Tid: 13 -17 => 13:00-17:00
Tid: 13.30 => 13:30-
Tidpunkt: 9-11 => 09:00-11:00
Tid 7/12 13-15 => 13:00-15:00
Tid: Fredagen den 25 mars 2022, 13-15 => 13:00-15:00
Fredagen den 25 mars 2022 kl. 09.00-11.00. => 09:00-11:00
4 maj 2023 kl 13–15 => 13:00-15:00
15:30* => 15:30-
09:00 – 11:00 => 09:00-11:00
09.00–11.00 => 09:00-11:00
kl. 14 => 14:00-
kl. 14. => 14:00-
kl 10.00 till 11.30 => 10:00-11:30
09.00 t.o.m. 11.30 => 09:00-11:30
09.00 till och med 11.30 => 09:00-11:30
kl. 9 - kl. 11 => 09:00-11:00
kl 17.30 – ca 19.30 => 17:30-19:30
mellan 09.00 och 11.00 => 09:00-11:00
kl. 0900-1100 => 09:00-11:00
kl. 9-11.30 => 09:00-11:30
kl. 22.00-24.00 => 22:00-24:00
kl. 24.00 => 24:00-
kl. 9-8 => 09:00-
kl. 9-9 => 09:00-
kl. 22-02 => 22:00-
kl. 00.15 => 00:15-
Mötet avslutades 15.30 => 15:30-
halv tre => 14:30-
tio över nio => 09:10-
kvart i 3 => 14:45-
fem i halv tre => 14:25-
klockan nio => 09:00-
prick tolv => 12:00-
från 13 till ungefär 14.45 => 13:00-14:45
2015-02-17 13.30 => 13:30-
kl. 9-11 och kl. 13-15 => 09:00-11:00 13:00-15:00
Mötet i kl. 13-15 => 13:00-15:00
kl.~13–15 => 13:00-15:00
""")

NO_TIMES = lines("""
2015.02.17
14.2.2012
2015-02-17
20201224
plan 9
plan 9-11
9-11
13 -17
9.50 kr
9.50-12.50 kr
från 10.50 kr
1.1
3.15
§ 84-89
§ 10.15-10.20
punkt 2.10-2.15
2.10-2.15
08-508 22 030
070-123 45 67
24/7
kl. 24/7
kl. 25
kl. 24.30
kl. 9.75
kl. 9-75
09.00-25.00
Tid för möten 2018
Tid: 6-7 individer
Tid: 13
skala 1:10
SFS 2010:110
1 (5)
14.02.12.30
14.02-16.02
3.10.00-12.00
12.30 %
tre i halven
fem över
nio personer
""")


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_times_are_read(text, expected):
    assert read_times(text) == expected


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_only_looks_like_a_time_is_none(text):
    assert find_times(text) == []


def test_a_time_knows_where_it_stands():
    text = "Tid: 7 maj kl. 09.00-11.00, plan 9"
    (found,) = find_times(text)
    assert text[found.begin : found.end_offset] == "kl. 09.00-11.00"


def read_spans(text: str, year: int | None = None) -> str:
    return " ".join(f"{s.earliest}/{s.latest}" for s in find_spans(text, year))


SPANS = table("""
klart maj 2018 => 2018-05-01/2018-05-31
februari 2020 => 2020-02-01/2020-02-29
maj -18 => 2018-05-01/2018-05-31
maj–juni 2018 => 2018-05-01/2018-06-30
hösten 2018 => 2018-08-01/2018-12-31
våren 2019 => 2019-01-01/2019-06-30
våren/sommaren 2019 => 2019-01-01/2019-08-31
sommaren 2019 => 2019-06-01/2019-08-31
vårterminen 2019 => 2019-01-01/2019-06-30
vt 2021 => 2021-01-01/2021-06-30
ht 2019 => 2019-08-01/2019-12-31
vt. 19 => 2019-01-01/2019-06-30
HT19 => 2019-08-01/2019-12-31
ht-19 => 2019-08-01/2019-12-31
kvartal 2 2022 => 2022-04-01/2022-06-30
Q3 2023 => 2023-07-01/2023-09-30
vecka 14 2023 => 2023-04-03/2023-04-09
v. 1 2021 => 2021-01-04/2021-01-10
v. 53 2020 => 2020-12-28/2021-01-03
v.14-16, 2023 => 2023-04-03/2023-04-23
under 2024 => 2024-01-01/2024-12-31
klart 2018 => 2018-01-01/2018-12-31
år 2018 => 2018-01-01/2018-12-31
senast 2018 => 2018-12-31/2018-12-31
senast 1 mars 2020 => 2020-03-01/2020-03-01
senast den 1 mars 2020 => 2020-03-01/2020-03-01
senast maj 2018 => 2018-05-31/2018-05-31
senast under hösten 2018 => 2018-12-31/2018-12-31
14-15 mars 2024 => 2024-03-14/2024-03-15
1 mars 2020 eller våren 2021 => 2020-03-01/2020-03-01 2021-01-01/2021-06-30
""")


@pytest.mark.parametrize(("text", "expected"), SPANS)
def test_rough_times_are_read(text, expected):
    assert read_spans(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("hösten", "till hösten", "sommaren", "v. 14", "Q3", "2018", "1 mars", "i maj", "våren"),
        *("under 2000 kronor", "v. 53 2021", "v. 54 2020", "Q5 2023"),
        *("maj\n2018 Beredningsgruppen", "december-januari 2019", "(V) 14", "KS-2016/234"),
    ],
)
def test_what_has_no_bounds_is_no_rough_time(text):
    assert find_spans(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("under sommaren", "2021-06-01/2021-08-31"),
        ("v. 14", "2021-04-05/2021-04-11"),
        ("Q3", "2021-07-01/2021-09-30"),
        ("under maj", "2021-05-01/2021-05-31"),
        ("22 oktober", "2021-10-22/2021-10-22"),
        ("hösten 2018", "2018-08-01/2018-12-31"),
        *(
            (text, "")
            for text in ("till hösten", "nästa vår", "vår skola", "maj", "höst", "i våren")
        ),
    ],
)
def test_rough_times_take_the_year_of_the_context_only_when_they_mean_it(text, expected):
    assert read_spans(text, 2021) == expected


def test_a_span_knows_where_it_stands():
    text = "Klart senast den 1 mars 2020, sedan hösten 2021. Ej till Q3 2022."
    assert [text[s.begin : s.end] for s in find_spans(text)] == [s.text for s in find_spans(text)]
    assert [s.text for s in find_spans(text)] == [
        "senast den 1 mars 2020",
        "hösten 2021",
        "Q3 2022",
    ]


def test_a_full_stop_is_no_part_of_a_rough_time():
    assert [span.text for span in find_spans("Klart under sommaren.", 2021)] == ["sommaren"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tid för möten 2018", [2018]),
        ("Mötestider 2017 … 8 mars 17 maj", [2017]),
        ("2018, 2019 och 2018", [2018, 2019, 2018]),
        ("2017–2018, 2017/2018", [2017, 2018, 2017, 2018]),
        ("Protokoll 2015-02-17 för 2016", [2015, 2016]),
        ("150217 och 14/2-12", [2015, 2012]),
        ("22 februari 2019", [2019]),
        *(
            (text, [])
            for text in ("KS-2016/2231", "2018/451", "2018/2025", "dnr 2018", "08-508 2030")
        ),
        *(
            (text, [])
            for text in ("2000 kr", "2020 personer", "Agenda 2030", "lag (2023:196)", "1989")
        ),
        *(
            (text, [])
            for text in ("12018", "20181", "rum 2018", "070-12 2030", "2100", "1 april 1985")
        ),
    ],
)
def test_years(text, expected):
    assert dates.years(text) == expected


HOSTILE = (
    *("1", "/", "1/", "1 ", "1-", "1.", " ", "\n", "\t", "den ", "fredag ", "fredag den ", "1/2 "),
    *("kl. ", "tid: ", "senast ", "a 1/2", "150217 ", "2018-", "12:00-", "1/1-", "1 mars ", "maj"),
    *(
        "\ufffc",
        "\ufffc ",
        "a",
        "0 1 ",
        "1 mars - ",
        "1 1\n",
        "år 2018 ",
        "v. 14 ",
        "1\xa0",
        "¹",
        "٣",
    ),
)


def spent(text):
    """The processor's seconds, while all that is to be found at the end of the text is found."""
    began = time.process_time()
    assert find_dates(text)[-1].date == dt.date(2019, 3, 1)
    assert find_times(text)[-1].start == "09:00"
    assert find_spans(text)[-1].text == "den 1 mars 2019"
    assert dates.years(text)[-1] == 2019
    return time.process_time() - began


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_eight_times_as_much_of_the_same_takes_about_eight_times_as_long(piece):
    """A pattern that goes back over its tracks takes 64 times as long, or never ends."""
    short, long = (
        "fredag" + piece * (n // len(piece)) + "\n\nden 1 mars 2019 kl. 9" for n in (5_000, 40_000)
    )
    assert spent(long) < 3 * 8 * max(spent(short), 0.02)
