"""Which figures in a text are a telephone number: what is found in each."""

import pytest

from lobra.privacy.personal import personal_data, worth_a_look

FOUND = {
    "08 508 23 000": ["08 508 23 000"],
    "(08) 508 23 000": ["(08) 508 23 000"],
    "08.508.23.000": ["08.508.23.000"],
    "08 50 82 30 00": ["08 50 82 30 00"],
    "08 - 508 23 000": ["08 - 508 23 000"],
    "+46 8-508 23 000": ["+46 8-508 23 000"],
    "+46705123456": ["+46705123456"],
    "0046-8-508 23 000": ["0046-8-508 23 000"],
    "(+46 8 508 23 000)": ["+46 8 508 23 000"],
    "+47 22 12 34 56": ["+47 22 12 34 56"],
    "010-123 45 67": ["010-123 45 67"],
    "0771-123 456": ["0771-123 456"],
    "020-123 456": ["020-123 456"],
    "031-12 34 56": ["031-12 34 56"],
    "0910-123 45": ["0910-123 45"],
    "070\u00a0123\u00a045\u00a067": ["070\u00a0123\u00a045\u00a067"],
    "070\u2011123 45 67": ["070\u2011123 45 67"],
    "070\u2212123 45 67": ["070\u2212123 45 67"],
    "\uff1070-123 45 67": ["\uff1070-123 45 67"],
    "tfn:0701234567": ["0701234567"],
    "vx 08-508 23 000, anknytning 4": ["08-508 23 000"],
    "070-123 45 67 och 073-765 43 21": ["070-123 45 67", "073-765 43 21"],
    "070-1234567/073-7654321": ["070-1234567", "073-7654321"],
    "08-508 23 000 2021": ["08-508 23 000"],
    "3 070-123 45 67 12": ["070-123 45 67"],
    "12,070-123 45 67,rad 1": ["070-123 45 67"],
    "rad 1\n08 508 23 000\n12 poliser": ["08 508 23 000"],
}
OTHERS = [
    "2018-2019",
    "08-11 13-15",
    "0830-0930",
    "kl. 08.30-10.00",
    "kl. 08:30–10:00",
    "2017 08-11 13-15",
    "2021-09-17 08 30",
    "2017-11-29–2017-12-07",
    "kvartal 01-02 2019-2020",
    "010203-040506",
    "08 15 09 00 11 00",
    "§ 84-89",
    "202100-0001",
    "16202100-0001",
    "1 250 000 kr",
    "100 000 000 kronor",
    "0 50 823 000",
    "0 8 508 23 000",
    "12 08 508 23 000",
    "0.0701234567",
    "2018 2019 2020 2021",
    "Kommunkod 0180, 0114",
    "HÄL 2019/0123-456789",
    "1.5.1-0123-456789",
    "2021-0123456",
    "dnr 0123-456789",
    "08-508 23",
    "bankgiro 5050-1055",
    "ISBN 978-91-7000-123-4",
    "SE0123456789",
    "0a1b08508230001234",
    "0123456789012345",
]


@pytest.mark.parametrize(("text", "numbers"), FOUND.items())
def test_a_number_that_could_be_dialled_is_found_as_it_is_written(text, numbers):
    for around in (text, f"Ring {text}.", f"Polisen, {text}; skolan"):
        assert list(personal_data(around)) == [("ett telefonnummer", one) for one in numbers]


@pytest.mark.parametrize("text", OTHERS)
def test_other_figures_are_no_telephone_number(text):
    for around in (text, f"Gäller {text}.", f"Polisen, {text}; skolan"):
        assert list(personal_data(around)) == []


def test_a_glance_at_many_lines_misses_none_that_reaches_somebody():
    reaching = [*FOUND, "namn@exempel.se", "namn (at) exempel.se", "850101-1236", "8501011236"]
    told_by_word = ["Hålls på torget.", "namn SNABEL-A exempel.se"]
    plain = ["Torget", "14 september 2015", "Deltar: båtägare, polis."]
    assert worth_a_look([*plain, *reaching]) == {*reaching}
    assert {*told_by_word} == worth_a_look(told_by_word)
    assert worth_a_look(plain) == worth_a_look([]) == set()
