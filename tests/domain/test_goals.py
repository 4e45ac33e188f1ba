"""Goals and guidelines: who says them, which of them a reply falls under, and what is said where they change meanwhile."""

from __future__ import annotations

import os
import random
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.domain import commands as c
from inbox.domain.events import CardPublished, ReplyWritten
from inbox.domain.goals import Card, CardKind, CardScope
from inbox.domain.heeding import Told, advice, applies, heeded
from inbox.domain.incoming import Visibility
from inbox.domain.model import Role, Words
from inbox.errors import BadInput, GoalChanged, NotAllowed, NotFound, Refused
from inbox.ports.desk import made
from tests.world import NOON, World, world

LATER = NOON + timedelta(days=30)
COFFEE = Told("acme@x", True, ("vip",), "Meine Kaffeemaschine ist kaputt. Bekomme ich eine Rückerstattung?")


def card(id: int = 1, do: str = "", dont: str = "", kind: CardKind = CardKind.GUIDELINE, **scope: Any) -> Card:
    """A card in force."""
    title, do_, dont_, measure = (Words.of(text, "s") for text in (f"Karte {id}", do, dont, ""))
    until = LATER if kind is CardKind.GOAL else None
    return Card(id, id, 1, kind, title, do_, dont_, measure, CardScope(**scope), "lea", NOON, until)


# --- what applies


@pytest.mark.parametrize(
    ("scope", "so"),
    [
        ({}, True),
        ({"channels": ("acme@x",)}, True),
        ({"channels": ("other@x", "acme@x")}, True),
        ({"channels": ("other@x",)}, False),
        ({"visibility": Visibility.PUBLIC}, True),
        ({"visibility": Visibility.PRIVATE}, False),
        ({"tags": ("vip", "press")}, True),
        ({"tags": ("press",)}, False),
        ({"topics": ("Erstattung",)}, True),
        ({"topics": ("erstattungen",)}, True),
        ({"topics": ("RUECKERSTATTUNG",)}, True),
        ({"topics": ("Kaffee",)}, True),
        ({"topics": ("eine Rückerstattung",)}, True),
        ({"topics": ("Rückerstattung eine",)}, False),
        ({"topics": ("Liefer",)}, False),
        ({"topics": ("Gutschein",)}, False),
        ({"channels": ("acme@x",), "tags": ("press",)}, False),
    ],
)
def test_a_card_is_for_the_dialogues_that_its_scope_names(scope: dict[str, Any], so: bool) -> None:
    assert applies(card(**scope), COFFEE, "") is so


def test_a_topic_is_also_found_in_what_is_being_written() -> None:
    vouchers = card(topics=("Gutschein",))

    assert not applies(vouchers, COFFEE, "Wir prüfen das.")
    assert applies(vouchers, COFFEE, "Wir senden Ihnen zwei Gutscheine.")


def test_what_has_ended_and_what_is_over_is_not_heeded_and_goals_come_first() -> None:
    goal, over = card(5, kind=CardKind.GOAL), replace(card(6, kind=CardKind.GOAL), until=NOON)
    ended, other = replace(card(2), ended=NOON), card(3)

    assert heeded([other, ended, over, goal], COFFEE, "", NOON) == (goal, other)
    assert heeded([goal], COFFEE, "", LATER) == ()


def test_the_lines_that_speak_of_what_is_written_come_first_then_those_of_what_is_answered() -> None:
    cards = [card(1, "Freundlich bleiben\nErstattungen ankündigen", "Keine Gutscheine über 10 €"), card(2, "Duzen")]

    def said(text: str) -> list[tuple[str, bool]]:
        return [(line.text, line.near) for line in advice(cards, COFFEE, text)]

    assert said("Hallo") == [
        ("Erstattungen ankündigen", True),
        ("Freundlich bleiben", False),
        ("Keine Gutscheine über 10 €", False),
        ("Duzen", False),
    ]
    assert said("Wir geben Ihnen einen Gutschein")[:2] == [
        ("Keine Gutscheine über 10 €", True),
        ("Erstattungen ankündigen", True),
    ]


@settings(max_examples=200, deadline=None)
@given(
    words=st.lists(st.sampled_from(["Gutschein", "morgen", "Gerät", "Rückgabe", "Grüße"]), max_size=6),
    topic=st.sampled_from(["Gutschein", "Gerät", "Rückgabe"]),
)
def test_a_topic_is_found_exactly_where_its_word_stands(words: list[str], topic: str) -> None:
    text = " ".join(words)

    assert applies(card(topics=(topic,)), Told("x", False, (), ""), text) is (topic in words)
    assert applies(card(topics=(topic,)), Told("x", False, (), text), "") is (topic in words)


def test_every_line_of_every_card_is_told_once_whatever_is_written() -> None:
    cards = [card(n, f"tu {n}\nund {n}", f"lass {n}") for n in range(1, 4)]
    for text in ("", "tu das", "lass es und tu"):
        assert sorted(line.text for line in advice(cards, COFFEE, text)) == sorted(
            part for n in range(1, 4) for part in (f"tu {n}", f"und {n}", f"lass {n}")
        )


# --- who says them


async def goal(w: World, title: str = "Zuhören", do: str = "erst fragen", who: str = "lea", **more: Any) -> int:
    """Publish a goal; return its card."""
    facts = await (await w.desk(who)).perform(c.PublishGoal(title, LATER, do, **more))
    event = facts[0].event
    assert isinstance(event, CardPublished)
    return event.card


async def test_at_most_three_goals_hold_at_once_and_the_sentence_names_them(place: Path | str) -> None:
    async with world(place) as w:
        first, *_ = [await goal(w, f"Ziel {n}") for n in (1, 2, 3)]
        with pytest.raises(Refused, match=r"3 goals hold already: .*Ziel 1.*Ziel 2.*Ziel 3"):
            await goal(w, "Ziel 4")
        await goal(w, "Ziel 1, besser", card=first)
        await (await w.desk("lea")).perform(c.EndCard(first))
        await goal(w, "Ziel 4")

        assert [str(k.title) for k in await (await w.desk("lea")).cards()] == ["Ziel 2", "Ziel 3", "Ziel 4"]


async def test_only_goals_that_can_meet_on_one_channel_take_each_others_room(place: Path | str) -> None:
    async with world(place) as w:
        await (await w.desk("lea")).perform(c.AddPerson("lex", (Role.LEAD,), (), ("foreign@x",)))
        for n in (1, 2, 3):
            await goal(w, f"Ziel {n}", scope=CardScope(channels=("acme@x",)))
        for n in (4, 5):
            await goal(w, f"Ziel {n}", who="lex", scope=CardScope(channels=("foreign@x",)))
        with pytest.raises(Refused, match=r"3 goals hold already: .*Ziel 1.*Ziel 2.*Ziel 3"):
            await goal(w, "Für alle")
        with pytest.raises(Refused, match="3 goals hold already"):
            await goal(w, "Für zwei", scope=CardScope(channels=("foreign@x", "acme@x")))
        await (await w.desk("lea")).perform(c.EndCard((await (await w.desk("lea")).cards())[0].card))
        await goal(w, "Für alle")
        with pytest.raises(Refused, match=r"Ziel 4.*Ziel 5.*Für alle"):
            await goal(w, "Noch eins", who="lex", scope=CardScope(channels=("foreign@x",)))


async def test_a_goal_whose_time_is_over_makes_room(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        for n in (1, 2, 3):
            await goal(w, f"Ziel {n}")
        w.clock.move(days=31)
        await (await w.desk("lea")).perform(c.PublishGoal("Ziel 4", LATER + timedelta(days=9), "x"))


async def test_guidelines_are_as_many_as_are_needed(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        for n in range(9):
            await lea.perform(c.PublishGuideline(f"R {n}", "x"))
        assert len(await lea.cards()) == 9


async def test_a_changed_card_is_a_new_version_and_the_same_again_is_nothing(place: Path | str) -> None:
    async with world(place) as w:
        lea, id = await w.desk("lea"), await goal(w)
        assert await lea.perform(c.PublishGoal("Zuhören", LATER, "erst fragen", card=id)) == ()
        await lea.perform(c.PublishGoal("Zuhören", LATER, "erst fragen, dann handeln", card=id))
        versions = await lea.versions(id)

        assert [(v.version, v.card, v.ended is None, v.ended_by) for v in versions] == [
            (1, id, False, "lea"),
            (2, id, True, ""),
        ]
        assert [str(k.do) for k in await lea.cards()] == ["erst fragen, dann handeln"]
        assert (await lea.verify()).ok


@pytest.mark.parametrize("who", ["anna", "mia", "tom", "adam", "otto"])
async def test_only_a_lead_says_what_is_wanted(tmp_path: Path, who: str) -> None:
    async with world(tmp_path) as w:
        id, desk = await goal(w), await w.desk(who)
        for command in (c.PublishGoal("x", LATER, "x"), c.PublishGuideline("x", "x"), c.EndCard(id), c.EndCard(999)):
            with pytest.raises(NotAllowed, match="may not set goals and guidelines"):
                await desk.perform(command)


async def test_a_lead_of_some_channels_speaks_for_those_only(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await (await w.desk("lea")).perform(c.AddPerson("lola", (Role.LEAD,), channels=("acme@x",)))
        everywhere, lola = await goal(w), await w.desk("lola")
        for scope in (CardScope(), CardScope(("foreign@x",)), CardScope(("acme@x", "foreign@x"))):
            with pytest.raises(Refused, match="You lead acme@x"):
                await lola.perform(c.PublishGuideline("x", "x", scope=scope))
        with pytest.raises(NotFound):
            await lola.perform(c.EndCard(everywhere))
        await lola.perform(c.PublishGuideline("x", "x", scope=CardScope(("acme@x",))))


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (c.PublishGoal("", LATER, "x"), "title is empty"),
        (c.PublishGoal("t" * 81, LATER, "x"), "at most 80"),
        (c.PublishGoal("t", LATER), "at least one thing"),
        (c.PublishGoal("t", NOON, "x"), "is past"),
        (c.PublishGuideline("t", "x" * 301), "lines of 300"),
        (c.PublishGuideline("t", "x\n" * 13), "At most 12"),
        (c.PublishGuideline("t", "x", scope=CardScope(topics=tuple(map(str, range(41))))), "At most 40"),
        (c.PublishGuideline("t", "x", scope=CardScope(("nirgends",))), "no channel nirgends"),
    ],
)
async def test_a_card_says_something_short_and_for_somewhere(tmp_path: Path, command: c.Command, why: str) -> None:
    async with world(tmp_path) as w:
        with pytest.raises((BadInput, NotFound), match=why):
            await (await w.desk("lea")).perform(command)


async def test_a_card_for_foreign_channels_is_neither_read_nor_followed(place: Path | str) -> None:
    async with world(place) as w:
        lea, anna, otto = [await w.desk(name) for name in ("lea", "anna", "otto")]
        before = await anna.last()
        own, foreign = CardScope(("acme@x", "foreign@x"), topics=("a",)), CardScope(("foreign@x",), topics=("b",))
        for title, scope in (("überall", CardScope()), ("unser", own), ("fremd", foreign)):
            await lea.perform(c.PublishGuideline(title, "x", scope=scope))
        followed = [f.event for f in await anna.feed(before)]

        assert [str(k.title) for k in await anna.cards()] == ["überall", "unser"]
        assert [event.scope.channels for event in followed if isinstance(event, CardPublished)] == [(), own.channels]
        assert len(await lea.feed(before)) == len(await otto.feed(before)) == 3
        assert await otto.cards() == ()


# --- what replies keep


async def under(w: World, conversation: int, text: str = "Antwort", **more: Any) -> tuple[int, ...]:
    """Reply as anna; return what it was written under."""
    facts = await (await w.desk("anna")).perform(c.Reply(conversation, text, force=True, **more))
    (event,) = [f.event for f in facts if isinstance(f.event, ReplyWritten)]
    return event.under


async def test_a_reply_keeps_the_versions_it_was_written_under_or_none(place: Path | str) -> None:
    async with world(place) as w:
        id, lea = await w.arrives("Wo bleibt mein Gutschein?"), await w.desk("lea")
        assert await under(w, id) == ()
        card = await goal(w)
        topic = made(
            await lea.perform(c.PublishGuideline("Gutscheine", "", "nie über 10 €", CardScope(topics=("Gutschein",))))
        )
        other = await w.arrives("Hallo", who="B")
        await lea.perform(c.PublishGuideline("Schule", "x", scope=CardScope(("school@x",))))

        assert await under(w, other) == (card,)
        assert await under(w, other, "Um welchen Gutschein geht es?") == (card, topic)
        await w.arrives("Und mein Gutschein?")
        assert await under(w, id) == (card, topic)
        newer = made(await lea.perform(c.PublishGoal("Zuhören", LATER, "neu", card=card)))
        await w.arrives("Danke", who="B")
        assert await under(w, other) == (newer,)
        kept = [m.under for m in (await lea.thread(other)).messages if m.author]
        assert kept == [(card,), (card, topic), (newer,)]
        assert (await lea.verify()).ok


async def test_whoever_wrote_under_an_older_version_is_told_before_it_leaves(place: Path | str) -> None:
    async with world(place) as w:
        id, card, lea, anna = await w.arrives(), await goal(w), await w.desk("lea"), await w.desk("anna")
        knew = tuple(k.id for k in await anna.cards())
        await lea.perform(c.PublishGoal("Zuhören", LATER, "ganz anders", card=card))
        with pytest.raises(GoalChanged, match=r"changed while this was written: .*Zuhören"):
            await anna.perform(c.Reply(id, "Antwort", knew=knew))
        now = tuple(k.id for k in await anna.cards())
        await anna.perform(c.Reply(id, "Antwort", knew=now))


async def test_whoever_lets_a_reply_go_is_told_of_goals_it_was_not_written_under_and_the_release_keeps_them(
    place: Path | str,
) -> None:
    async with world(place) as w:
        lea, mia = await w.desk("lea"), await w.desk("mia")
        first = await goal(w, "Rabatt", "nie Rabatt")
        voucher = await goal(w, "Gutschein", "keine Gutscheine", scope=CardScope(topics=("Gutschein",)))
        await mia.perform(c.Take(asked := await w.arrives(channel="school@x")))
        held = made(await mia.perform(c.Reply(asked, "Guten Tag"))) or 0
        second = [k.id for k in await lea.cards() if k.card == voucher]
        with pytest.raises(GoalChanged, match="Gutschein"):
            await lea.perform(c.Approve(held, text="Guten Tag, hier ein Gutschein"))
        await goal(w, "Rabatt", "immer Rabatt", card=first)
        with pytest.raises(GoalChanged, match="Rabatt"):
            await lea.perform(c.Approve(held))
        await lea.perform(c.Approve(held, force=True, text="Guten Tag, hier ein Gutschein"))

        now = [k.id for k in await lea.cards() if k.card == first]
        assert (await lea.thread(asked)).messages[-1].under == (*now, *second)
        assert {k.id for k in (await lea.why(held)).cards} == {*now, *second}
        assert (await lea.verify()).ok


async def test_whoever_lets_a_reply_go_is_asked_nothing_where_what_applies_is_what_it_was_written_under(
    place: Path | str,
) -> None:
    async with world(place) as w:
        lea, mia = await w.desk("lea"), await w.desk("mia")
        await goal(w, "Kabel", "Kabel tauschen", scope=CardScope(topics=("Kabel",)))
        await mia.perform(c.Take(asked := await w.arrives("Das Kabel ist ab", channel="school@x")))
        held = made(await mia.perform(c.Reply(asked, "Guten Tag"))) or 0
        kept = (await lea.thread(asked)).messages[-1].under
        await goal(w, "Anderswo", "x", scope=CardScope(channels=("acme@x",)))
        await lea.perform(c.Approve(held))

        assert len(kept) == 1
        assert (await lea.thread(asked)).messages[-1].under == kept


async def test_a_new_card_and_one_that_ended_or_ran_out_are_changes_where_they_apply(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id, card, lea, anna = await w.arrives(), await goal(w), await w.desk("lea"), await w.desk("anna")
        await lea.perform(c.Assign(id, "anna"))
        await lea.perform(c.PublishGuideline("Schule", "x", scope=CardScope(("school@x",))))
        await anna.perform(c.Reply(id, "nichts Neues hier", knew=(card,)))
        for knew in ((), (card,)):
            if knew:
                w.clock.move(days=40)  # its time is over
            with pytest.raises(GoalChanged):
                await anna.perform(c.Reply(id, "Antwort", knew=knew))
        await anna.perform(c.Reply(id, "Antwort", knew=(card,), force=True))


async def test_of_a_reply_in_parts_the_first_keeps_what_it_was_written_under(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        lea, card = await w.desk("lea"), await goal(w)
        await lea.perform(c.AddChannel("tg", "demo"))
        id = await w.arrives(channel="tg")
        facts = await lea.perform(c.Reply(id, "Wort " * 3))
        assert [f.event.under for f in facts if isinstance(f.event, ReplyWritten)] == [(card,)]


@settings(max_examples=int(os.environ.get("INBOX_TEST_DOSE", "1")) * 12, deadline=None)
@given(seed=st.integers(0, 10**9))
async def test_a_reply_goes_through_exactly_where_what_applies_is_what_its_writer_knew(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        async with world(Path(folder)) as w:
            lea, anna = await w.desk("lea"), await w.desk("anna")
            id = await w.arrives("Frage zum Gutschein")
            to = Told("acme@x", True, (), "Frage zum Gutschein")
            for _ in range(4):
                await _meddle(w, chance)
            looked = await anna.cards()
            knew = tuple(k.id for k in looked if k.holds(w.clock()))
            then = heeded(looked, to, "Antwort", w.clock())
            for _ in range(chance.randint(0, 2)):
                await _meddle(w, chance)
            now = heeded(await lea.cards(), to, "Antwort", w.clock())
            try:
                facts = await anna.perform(c.Reply(id, "Antwort", knew=knew))
            except GoalChanged:
                assert then != now
            else:
                assert then == now
                (event,) = [f.event for f in facts if isinstance(f.event, ReplyWritten)]
                assert event.under == tuple(k.id for k in now)


async def _meddle(w: World, chance: random.Random) -> None:
    """Publish, change or end a card, or let time pass."""
    lea = await w.desk("lea")
    cards = [k.card for k in await lea.cards()]
    scope = chance.choice(
        [CardScope(), CardScope(("school@x",)), CardScope(topics=("Gutschein",)), CardScope(tags=("a",))]
    )
    card = chance.choice([None, *cards])
    match chance.randint(0, 4):
        case 0:
            w.clock.move(hours=chance.randint(1, 30))
        case 1 if cards:
            await lea.perform(c.EndCard(chance.choice(cards)))
        case 2:
            with suppress(Refused, NotFound):
                until = w.clock() + timedelta(hours=chance.randint(1, 40))
                await lea.perform(c.PublishGoal(chance.choice("ab"), until, "x", scope=scope, card=card))
        case _:
            with suppress(NotFound):
                await lea.perform(c.PublishGuideline(chance.choice("ab"), "x", scope=scope, card=card))
