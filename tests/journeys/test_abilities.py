"""Competences, absences and handing over at the screens: few keys, and the reasons where one looks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.competence import Competence
from inbox.ports.desk import View, made
from tests.tui.stage import arrives, at_desk, company


@pytest.mark.parametrize("size", [(160, 40), (80, 24)])
async def test_the_gap_is_seen_on_opening_and_one_key_shows_who_covers_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Mein Anwalt meldet sich!")
        lea, anna = await house.desk("lea"), await house.desk("anna")
        for who, competence in (("jonas", Competence.LEGAL_RISK), ("anna", Competence.PLATFORM)):
            await lea.perform(c.SetAbility(who, competence, 2, "gesehen"))
        id = (await anna.index(View.ALL))[0]
        await anna.perform(c.Take(id))
        async with at_desk(anna, size) as stage:
            await stage.press("enter")
            await stage.sees("lacks 1 (K)" if size[0] < 100 else "✗ legal risk 0/2")
            if size[0] > 140:
                await stage.sees("+ jonas: legal risk")
            await stage.press("K")
            await stage.sees("anna lacks legal risk 0/2", "+ jonas", "✗ ●●○ legal risk", "anwalt")
            await stage.press("enter")
            await stage.sees("A note for jonas", "@jonas")
            await stage.type("bitte lesen")
            await stage.press("ctrl+s")
            await stage.sees("The note for jonas is kept.")
        assert [str(n.words) for n in (await anna.thread(id)).notes] == ["@jonas bitte lesen"]


async def test_what_it_needs_is_said_by_hand(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Hallo")
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("Hallo")
            await stage.press("K")
            await stage.sees("say by hand")
            await stage.type("say by")
            await stage.press("enter")
            await stage.sees("What does it need?")
            await stage.type("media")
            await stage.press("enter")
            await stage.sees("How much media does it need?")
            await stage.type("3")
            await stage.press("enter")
            await stage.sees("That is said of conversation")
        gap = await anna.gap((await anna.index(View.ALL))[0])
        assert (Competence.MEDIA, 3, "anna") in [(n.competence, n.level, n.by) for n in gap.needs]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_handing_on_offers_the_most_suitable_first_and_shows_the_card_in_three_keys(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Mein Anwalt meldet sich!")
        lea, anna = await house.desk("lea"), await house.desk("anna")
        await lea.perform(c.SetAbility("jonas", Competence.LEGAL_RISK, 3, "gesehen"))
        await lea.perform(c.SetAbility("jonas", Competence.PLATFORM, 1, "gesehen"))
        id = (await anna.index(View.ALL))[0]
        await anna.perform(c.Take(id))
        held = made(await anna.perform(c.Reply(id, "Wir melden uns bis Freitag.", now=True))) or 0
        await lea.perform(c.Approve(held))
        await anna.perform(c.Ask(id, "legal", "Was dürfen wir sagen?"))
        async with at_desk(anna, size) as stage:
            await stage.press("g", "m")
            await stage.sees("mine · 1", "Käthe")
            stage.keys = 0
            await stage.press("a")
            await stage.sees("jonas", "has all 2 it needs")
            await stage.press("enter")
            await stage.sees(
                "A line for jonas",
                "! Wir melden uns bis Freitag.",
                "legal: open",
                "Was dürfen wir sagen?",
                "next: wait for legal",
            )
            await stage.press("ctrl+s")
            await stage.sees("With jonas now: 1")
            assert stage.keys == 3
        assert (await anna.thread(id)).row.conversation.owner == "jonas"


async def test_one_key_shows_the_handover_card_of_what_is_chosen(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.press("C")
            await stage.sees("Handover", "next: answer the contact", "Nothing was promised.")
            await stage.press("escape")


async def test_a_level_is_contested_by_its_person_and_set_anew_by_a_lead(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea, anna = await house.desk("lea"), await house.desk("anna")
        await lea.perform(c.SetAbility("anna", Competence.MEDIA, 1, "gesehen"))
        async with at_desk(anna) as stage:
            await stage.press("g", "K")
            await stage.sees("Your competences", "●○○ media", "lea: gesehen")
            await stage.press("enter")
            await stage.sees("What is wrong about media 1?")
            await stage.type("Volontariat")
            await stage.press("ctrl+s")
            await stage.sees("A lead sees that now.")
        async with at_desk(lea) as stage:
            await stage.press("g", "K")
            await stage.sees("✗ ●○○ anna · media", "contested: Volontariat", "set another level")
            await stage.press("enter")
            await stage.sees("Which level has anna in media?", "can teach it")
            await stage.type("3")
            await stage.press("enter")
            await stage.sees("By what is that known?", "contested: Volontariat")
            await stage.type("Zeugnis")
            await stage.press("ctrl+s")
            await stage.sees("anna has media 3.")
        (mine,) = await anna.abilities()
        assert (mine.level, mine.doubt, str(mine.evidence)) == (3, None, "Zeugnis")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_who_will_be_away_names_who_acts_and_comes_back_early(tmp_path: Path, size: tuple[int, int]) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, jonas = await house.desk("anna"), await house.desk("jonas")
        await anna.perform(c.Take((await anna.index(View.ALL))[0]))
        async with at_desk(anna, size) as stage:
            await stage.press("g", "i")
            await stage.sees("Who is away, and who acts", "somebody will be away")
            await stage.press("enter")
            await stage.sees("Who acts for anna meanwhile?")
            await stage.type("jonas")
            await stage.press("enter")
            await stage.sees("From when?")
            await stage.press("enter")
            await stage.sees("Until when?")
            await stage.type("7d")
            await stage.press("enter")
            await stage.sees("jonas acts for anna from")
        (absence,) = await jonas.absences()
        assert timedelta(days=6) < absence.ends - absence.begins < timedelta(days=8)
        async with at_desk(jonas, size) as stage:
            await stage.press("g", "m")
            await stage.sees("mine · 1", "Käthe")
            if size[0] > 100:
                await stage.sees("owner: anna (jonas acts)")
        async with at_desk(anna, size) as stage:
            await stage.press("g", "i")
            await stage.sees("anna until", "jonas acts")
            await stage.type("anna")
            await stage.press("enter")
            await stage.sees("Is anna back")
            await stage.press("y")
            await stage.sees("is over")
        assert await jonas.absences() == ()
