"""Routine work by key: templates."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.automation import If, Then
from inbox.ports.desk import View
from inbox.services.watch import look
from tests.tui.stage import arrives, at_desk, company


async def test_a_reply_is_begun_from_a_template_asked_for_what_it_needs_and_sent_in_five_keys(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Wo ist mein Paket?", who="Jana Beck")
        lea, anna = await house.desk("lea"), await house.desk("anna")
        await lea.perform(c.SetTemplate("Paket", "Hallo {first_name|dort}, {?Nummer} haben wir gefunden."))
        await lea.perform(c.SetTemplate("Nur Mail", "x", ("acme@email",)))
        async with at_desk(anna, (80, 24)) as stage:
            await stage.sees("Wo ist mein Paket")
            await stage.press("r")
            await stage.sees("reply to Jana")
            await stage.press("ctrl+t")
            await stage.sees("Which template?", "Paket")
            assert "Nur Mail" not in stage.text()
            await stage.press("enter")
            await stage.sees("Paket: Nummer?")
            await stage.type("4711")
            await stage.press("ctrl+s")
            await stage.sees("Hallo Jana, 4711 haben wir gefunden.")
            await stage.press("ctrl+s")
            await stage.sees("Queued")
            assert stage.keys == 5
        thread = await anna.thread((await anna.index(View.ALL))[0])
        assert str(thread.messages[-1].words) == "Hallo Jana, 4711 haben wir gefunden."


async def test_what_stays_open_is_marked_does_not_leave_and_is_typed_over(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Wo ist mein Paket?", who="jb")
        lea, anna = await house.desk("lea"), await house.desk("anna")
        await lea.perform(c.SetTemplate("Paket", "Hallo,\n{?Nummer} haben wir gefunden."))
        async with at_desk(anna) as stage:
            await stage.sees("Wo ist mein Paket")
            await stage.press("r")
            await stage.sees("reply to jb")
            await stage.press("ctrl+t")
            await stage.sees("Which template?")
            await stage.press("enter")
            await stage.sees("Paket: Nummer?")
            await stage.press("escape")
            await stage.sees("⟨Nummer?⟩ haben wir gefunden.", "Still open: Nummer")
            await stage.press("ctrl+s")
            await stage.sees("This is still open in the text: Nummer.")
            await stage.type("4711")
            await stage.sees("4711 haben wir gefunden.")
            await stage.press("ctrl+s")
            await stage.sees("Queued")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_narrowed_list_is_kept_shown_from_anywhere_with_two_keys_and_forgotten(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Eine Mail", who="Max", channel="acme@email")
        await arrives(house, "Ein Tröt", who="Jana")
        anna = await house.desk("anna")
        async with at_desk(anna, size) as stage:
            await stage.sees("Eine Mail", "Ein Tröt")
            await stage.press("f")
            await stage.sees("Only which channel")
            await stage.type("channel:acme@email")
            await stage.press("enter")
            await stage.sees("acme@email · 1")
            await stage.press("f")
            await stage.sees("Only which channel")
            await stage.type("visibility:private")
            await stage.press("enter")
            await stage.sees("acme@email private · 1")
            await stage.press("g", "V")
            await stage.sees("Keep this list under which name?")
            await stage.type("Post")
            await stage.press("enter")
            await stage.sees("waiting / Post · 1")
            await stage.press("g", "a")
            await stage.sees("all · 2")
            await stage.press("g", "v")
            await stage.sees("Which view?", "Post")
            await stage.press("enter")
            await stage.sees("waiting / Post · 1", "Eine Mail")
            await stage.press("q")
            await stage.sees("waiting · 2")
            await stage.press("g", "X")
            await stage.sees("Forget which view?")
            await stage.press("enter")
            await stage.sees("The view Post is gone")
        assert await anna.saved() == ()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_colleague_is_named_by_key_told_at_once_and_goes_there_in_three_keys(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, jonas = await house.desk("anna"), await house.desk("jonas")
        async with at_desk(jonas, size) as his, at_desk(anna, size) as stage:
            await his.sees("Frage")
            await stage.sees("Frage")
            await stage.press("i")
            await stage.sees("internal note")
            await stage.press("f2")
            await stage.sees("Whom do you name?", "jonas", "lea")
            assert "tom" not in stage.text()
            await stage.press("enter")
            await stage.sees("@jonas")
            await stage.type("schau bitte")
            await stage.press("ctrl+s")
            await his.sees("anna names you in conversation", "@ 1")
            await his.press("g", "@")
            await his.sees("Where you were named", "● Käthe: @jonas schau bitte")
            await his.press("enter")
            await his.sees("◦ note anna", "@jonas schau bitte")
            assert his.keys == 3
            await his.misses("@ 1")
        assert await jonas.mentions() == ()


async def test_a_contact_who_waits_too_long_is_told_of_at_once_and_marked_in_the_list(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage", channel="acme@email")
        lea, anna = await house.desk("lea"), await house.desk("anna")
        await anna.perform(c.Take((await anna.index(View.ALL))[0]))
        await lea.perform(c.SetHours("", "mon-sun 0-24", within=1))
        async with at_desk(anna, (80, 24)) as stage:
            await stage.sees("Frage")
            at = house._office.now
            house._office.now = lambda: at() + timedelta(minutes=2)
            await look(house._office)
            await stage.sees("The answer in conversation", "is overdue.")
            await stage.press("g", "b")
            await stage.sees("Business hours", "Mon-Sun 0-24", "answer within 1 min")
            house._office.now = at


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_lead_sees_what_a_rule_would_have_done_before_it_is_switched_on(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Meine Rechnung stimmt nicht", who="Jana")
        lea = await house.desk("lea")
        await lea.perform(c.SetRule("Rechnungen", "arrives", If(words=("rechnung",)), (Then("tag", "geld"),)))
        async with at_desk(lea, size) as stage:
            await stage.sees("Meine Rechnung")
            await stage.press("g", "R")
            await stage.sees("Automatic rules", "○ Rechnungen")
            await stage.press("enter")
            await stage.sees("In 30 days it would have changed this many conversations: 1", "Jana: tag it geld")
            await stage.press("y")
            await stage.sees("The rule Rechnungen is on.")
            await arrives(house, "Noch eine Rechnung", who="Max")
            await stage.sees("Max")
            await stage.press("g", "R")
            await stage.sees("● Rechnungen")
            await stage.press("enter")
            await stage.sees("Switch Rechnungen off?")
            await stage.press("n")
        rows = {r.contact: r.conversation.tags for r in await lea.rows(list(await lea.index(View.ALL)))}
        assert rows == {"Jana": (), "Max": ("geld",)}


async def test_one_note_is_left_at_everything_marked_in_four_keys(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for who in ("Jana", "Max", "Ida"):
            await arrives(house, "Frage", who=who)
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("Jana", "Max", "Ida")
            await stage.press("space", "space")
            await stage.sees("2 marked")
            await stage.press("I")
            await stage.sees("One note for 2 conversations")
            await stage.type("Serie 7")
            await stage.press("ctrl+s")
            await stage.sees("Noted: 2")
            assert stage.keys == 4
        notes = [[str(n.words) for n in (await anna.thread(id)).notes] for id in await anna.index(View.ALL)]
        assert sorted(notes) == [[], ["Serie 7"], ["Serie 7"]]
