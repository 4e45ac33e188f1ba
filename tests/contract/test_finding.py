"""Words are found however they are spelt, by whoever may read them, and shown as they were written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from inbox.bootstrap import open_house
from inbox.cli.reading import picture
from inbox.domain import commands as c
from inbox.domain.incoming import Incoming, Kind
from inbox.domain.views import Filter
from inbox.errors import BadInput
from inbox.ports.desk import View, made
from inbox.storage.migrate import migrate
from tests.world import world

TEXTS = (
    "Meine Steuererklärung fehlt", "Daueraufträge", "Feuertür", "Passstraße 5", "Paßstraße 6", "Schlossstraße", "Müller",
    "Mueller", "GROẞE Grüße", "Bauerngemüse", "Israël", "neue Bauern", "Der ﬂeißige Zoe\u0301",
)  # fmt: skip


SPELT = {
    "Steuererklaerung": ["Meine \x02Steuererklärung\x03 fehlt"],
    "steuererklarung": ["Meine \x02Steuererklärung\x03 fehlt"],
    "steuererkl*": ["Meine \x02Steuererklärung\x03 fehlt"],
    "steuererklaer*": ["Meine \x02Steuererklärung\x03 fehlt"],
    '"steuererklaerung fehlt"': ["Meine \x02Steuererklärung\x03 \x02fehlt\x03"],
    "Dauerauftraege": ["\x02Daueraufträge\x03"],
    "Feuertuer": ["\x02Feuertür\x03"],
    "FEUERTÜR": ["\x02Feuertür\x03"],
    "Passstrasse": ["\x02Paßstraße\x03 6", "\x02Passstraße\x03 5"],
    "Passtrasse": [],
    "paßstrasse": ["\x02Paßstraße\x03 6", "\x02Passstraße\x03 5"],
    "Schlossstrasse": ["\x02Schlossstraße\x03"],
    "Mu\u0308ller": ["\x02Mueller\x03", "\x02Müller\x03"],
    "grosse gruesse": ["\x02GROẞE\x03 \x02Grüße\x03"],
    "Bauerngemuese": ["\x02Bauerngemüse\x03"],
    "bauern": ["neue \x02Bauern\x03"],
    "israel": ["\x02Israël\x03"],
    "fleissige _ zoé": ["Der \x02ﬂeißige\x03 \x02Zoé\x03"],
    "does": [],
}
"""What is looked for, and the texts in which it is found."""


async def test_ordinary_german_words_are_found_in_every_spelling(place: Path | str) -> None:
    async with world(place) as w:
        for n, text in enumerate(TEXTS):
            await w.arrives(text, who=f"K{n}")
        anna = await w.desk("anna")

        assert {words: [h.snippet for h in (await anna.search(words)).items] for words in SPELT} == SPELT


async def test_an_excerpt_shows_the_place_of_the_find_in_a_long_text(place: Path | str) -> None:
    async with world(place) as w:
        await w.arrives(f"{'vorher ' * 500}und dann die Größe {'danach ' * 500}")
        (hit,) = (await (await w.desk("anna")).search("groesse")).items

        assert "die \x02Größe\x03 danach" in hit.snippet
        assert hit.snippet.startswith("…")
        assert hit.snippet.endswith("…")
        assert len(hit.snippet) < 140


@pytest.mark.parametrize(("words", "count"), [("from:KÄTHE", 1), ("from:Kaethe", 1), ("from:kat", 1), ("from:an_a", 0)])
async def test_a_contact_is_named_in_every_spelling_and_stands_for_nobody_else(
    place: Path | str, words: str, count: int
) -> None:
    async with world(place) as w:
        for who in ("Käthe", "Anna", "Bert"):
            await w.arrives(who=who)
        assert len((await (await w.desk("anna")).search(words)).items) == count


async def test_a_name_without_a_letter_is_refused_instead_of_standing_for_everybody(place: Path | str) -> None:
    async with world(place) as w:
        await w.arrives()
        with pytest.raises(BadInput, match="wants a value"):
            await (await w.desk("anna")).search("from:%")


async def test_a_tag_is_found_by_its_own_letters_only(place: Path | str) -> None:
    async with world(place) as w:
        one, other = await w.arrives(), await w.arrives(who="B")
        anna = await w.desk("anna")
        await anna.perform(c.Tag(one, ("größe", "a_b")))
        await anna.perform(c.Tag(other, ("axb",)))

        for tag in ("größe", "a_b"):
            assert [r.conversation.id for r in (await anna.conversations(View.ALL, Filter(tag=tag))).items] == [one]
            assert {h.conversation for h in (await anna.search(f"tag:{tag}")).items} == {one}


async def test_an_older_inbox_is_indexed_anew_and_its_tags_are_found(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    async with world(tmp_path / "new") as w:
        id = await w.arrives("Meine Steuererklärung")
        anna = await w.desk("anna")
        await anna.perform(c.Tag(id, ("größe",)))
        await anna.perform(c.WriteNote(id, "Feuertür"))
        await anna.perform(c.Ask(id, "development", "Bauerngemüse?"))
        path = w.path
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old, isolation_level=None)) as db:
        migrate(db, upto=1)
        db.execute("attach ? as new", (str(path),))
        for (table,) in db.execute("select name from main.sqlite_master where type = 'table'").fetchall():
            if not table.startswith("found_") and table != "version":
                db.execute(f"delete from main.{table}")
                columns = ", ".join(f'"{r[1]}"' for r in db.execute(f"pragma main.table_info({table})"))
                db.execute(f"insert into main.{table} ({columns}) select {columns} from new.{table}")
        db.execute("update conversation set tags = ?", ('["gr\\u00f6\\u00dfe"]',))
    async with open_house(str(old)) as house:
        anna = await house.desk("anna")
        for words in ("steuererklaerung", "feuertuer", "bauerngemuese", "kaethe", "tag:größe"):
            assert (await anna.search(words)).items, words
        await anna.perform(c.Tag(id, ("neu",), ("größe",)))
        assert not (await anna.search("tag:größe")).items
        assert (await (await house.desk("lea")).verify()).ok


async def test_a_specialist_finds_the_requests_they_serve_and_what_they_were_shown_and_nothing_else(
    place: Path | str,
) -> None:
    async with world(place) as w:
        id = await w.arrives("Zauberwort eins")
        await w.arrives("Zauberwort zwei")
        other = await w.arrives("Zauberwort drei", who="Bert")
        anna, tom = await w.desk("anna"), await w.desk("tom")
        first = (await anna.thread(id)).messages[0].id
        await anna.perform(c.WriteNote(id, "Zauberwort Notiz"))
        asked = made(await anna.perform(c.Ask(id, "development", "Zauberwort Frage", show=(first,))))
        await anna.perform(c.Ask(other, "legal", "Zauberwort Recht"))

        found = (await tom.search("zauberwort")).items
        assert [(h.kind, h.id, h.contact) for h in found] == [("request", asked, ""), ("message", first, "")]
        assert not (await tom.search("from:Käthe zauberwort")).items
        assert not (await tom.search("käthe")).items
        await anna.perform(c.Withdraw(asked or 0))
        assert not (await tom.search("zauberwort")).items


async def test_a_mail_is_found_by_its_subject_and_by_the_one_it_goes_on_under(place: Path | str) -> None:
    async with world(place) as w:
        id = await w.arrives("Siehe Betreff.", subject="Kündigung zum Quartalsende")
        anna = await w.desk("anna")
        await w.arrives("Noch etwas dazu.", subject="Re: AW: kündigung  zum Quartalsende")
        await w.arrives("Der Zähler klemmt.", subject="Neue Störung")
        await w.arrives("Bin im Urlaub.", subject="Abwesenheit", automatic=True)
        thread = await anna.thread(id)

        asked = ("kuendigung", "betreff quartalsende", "stoerung zaehler", "Abwesenheit")
        assert {words: [h.snippet for h in (await anna.search(words)).items] for words in asked} == {
            "kuendigung": ["\x02Kündigung\x03 zum Quartalsende"],
            "betreff quartalsende": ["Kündigung zum \x02Quartalsende\x03"],
            "stoerung zaehler": ["Neue \x02Störung\x03"],
            "Abwesenheit": [],
        }
        assert [str(m.subject or "") for m in thread.messages] == ["Kündigung zum Quartalsende", "", "Neue Störung", ""]
        assert str(thread.row.conversation.subject) == "Neue Störung"
        titles = [line.split(": ")[1] for line in picture(thread) if "subject: " in line or "Betreff: " in line]
        assert titles == ["Kündigung zum Quartalsende", "Neue Störung"]
        await w.take_in(Incoming(Kind.EDIT, "e1", target_id="Käthe-3", text="Er geht wieder."))
        assert not (await anna.search("klemmt")).items
        assert len((await anna.search("Störung")).items) == 1
        assert (await (await w.desk("otto")).verify()).ok


async def test_a_department_reads_no_subject_that_holds_what_is_withheld(place: Path | str) -> None:
    async with world(place) as w:
        anna, tom = await w.desk("anna"), await w.desk("tom")
        shown = await w.arrives("Bitte prüfen.", subject="Vertrag")
        barred = await w.arrives("Bitte.", who="B", subject="Von b@x.de")
        asked = [
            made(await anna.perform(c.Ask(id, "development", "Dürfen wir?", show=None, hide=()))) or 0
            for id in (shown, barred)
        ]
        chosen = [m for request in asked for m in (await tom.request(request)).shown]
        read = {str(m.words): str(m.subject or "") for m in chosen}
        assert read == {"Bitte prüfen.": "Vertrag", "Bitte.": ""}
        assert [len((await tom.search(word)).items) for word in ("Vertrag", '"b x"')] == [1, 0]
