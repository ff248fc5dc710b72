"""What the minutes say of the situation, where there are no numbers of it."""

from __future__ import annotations

from seen import DEMO, HA, HL, add, material, records, said

from lobra import report
from lobra.blocks import Nothing
from lobra.report import Material

OF_2021 = [
    "Unga i risk för kriminalitet: Ungdomar begår brott och stör ordningen i centrummiljön "
    "(Liljeholmen). Ett kriminellt nätverk är närvarande (Älvsjö/Solberga).",
    "Narkotika: Påverkade personer och narkotikaförsäljning förekommer i centrummiljön "
    "(Liljeholmen). Polisen bedömer området som utsatt och som öppen drogscen (Älvsjö/Solberga).",
    "Tiggeri och olovliga bosättningar: Ett hus är nedklottrat och används för övernattning "
    "(Trekantsparken).",
    "Näringsliv: Näringsidkare och förskolegårdar har problem "
    "(Fruängen/Västertorp/Hägerstensåsen). Näringsidkare och fastigheter har problem "
    "(Älvsjö/Solberga).",
    "Fysisk miljö: Polisens två kameror vid Resecentrum Älvsjö station är borttagna.",
]


def test_the_situation_is_told_theme_by_theme_with_places_in_at_most_eight_sentences():
    block = report.what_was_told(material(HA, 2021))
    assert (block.name, block.title) == (
        "laget-enligt-protokollen",
        "Läget 2021 enligt protokollet",
    )
    assert said(block) == OF_2021
    assert all(item.source for item in block.items)


def test_what_is_told_as_a_serious_event_is_not_told_again():
    m = material(HL, 2017)
    (event,) = said(report.serious_events(m))
    assert event.endswith(
        "Enligt uppgifter hos polisen rånar unga vuxna andra unga med vapen. Polisen behöver "
        "signalement för att hitta gärningsmän."
    )
    assert said(report.what_was_told(m))[0] == (
        "Rån: Enligt uppgifter hos polisen rånas yngre ungdomar efter skoltid (Trekantsparken)."
    )


def test_plans_and_empty_items_are_no_situation():
    texts = [row["text"] for row in records(HL, "statements") if row["meeting_id"] == "hl-2017"]
    told = " ".join(said(report.what_was_told(material(HL, 2017))))
    for text in ("Ingen information lämnas.", "Det nya ANDT-programmet är klart."):
        assert text in texts and text not in told


def test_a_year_with_numbers_leaves_it_to_them():
    assert isinstance(report.what_was_told(material(DEMO, 2024)), Nothing)


def test_a_year_without_minutes_tells_nothing():
    assert isinstance(report.what_was_told(material(HL, 2018)), Nothing)


def test_of_several_meetings_each_sentence_has_its_day(records_copy):
    add(records_copy, HL, "meetings", meeting_id="m2", held_on="2019-05-10")
    add(records_copy, HL, "agenda_items", item_id="i2", meeting_id="m2")
    text = "Fler bränder har anlagts."
    about = {"theme": "fire", "kind": "situation", "place": "", "text": text}
    add(records_copy, HL, "statements", meeting_id="m2", item_id="i2", **about)
    told = said(report.what_was_told(Material(HL, 2019, data=records_copy)))
    assert told[-1] == "Brand: Fler bränder har anlagts (10 maj)."
    assert "(Liljeholmen, 22 februari)" in told[1]
