"""Automatic rules: what they do is what they said they would, they take nothing from anybody, and none sets off another."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox.cli import plain
from inbox.cli.reading import picture
from inbox.domain import commands as c
from inbox.domain.automation import If, Rule, Then, sentence
from inbox.domain.events import RuleApplied
from inbox.errors import BadInput, Conflict, NotAllowed, NotFound
from inbox.ports.desk import Desk, View
from inbox.services import watch
from inbox.storage import trying
from inbox.tui.models.thread import ThreadModel, said
from tests.world import NOON, World, message, world

EVER = NOON - timedelta(days=30)


async def _rule(desk: Desk, name: str, when: str, if_: If, *then: Then, on: bool = True) -> Rule:
    await desk.perform(c.SetRule(name, when, if_, then))
    rule = next(k for k in await desk.rules() if k.name == name)
    if on:
        await desk.perform(c.SwitchRule(name, on=True, version=rule.trial))
    return rule


async def _tags(w: World) -> dict[str, tuple[str, ...]]:
    lea = await w.desk("lea")
    return {r.contact: r.conversation.tags for r in await lea.rows(list(await lea.index(View.ALL)))}


async def test_a_rule_does_what_it_says_when_it_is_so_and_says_that_it_was_the_rule(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        await _rule(
            lea, "Geld", "arrives", If(words=("Geld zurück", "refund")), Then("tag", "refund"), Then("assign", "anna")
        )
        await w.arrives("Ich will mein GELD zurück!", who="A")
        await w.arrives("refunding nothing", who="B")
        await w.arrives("Refund?", who="C", automatic=True)
        assert await _tags(w) == {"A": ("refund",), "B": (), "C": ()}
        (row,) = (await (await w.desk("anna")).conversations(View.MINE)).items
        assert row.contact == "A"
        facts = await lea.feed(0)
        done = [(type(f.event).__name__, f.by) for f in facts if f.conversation == row.conversation.id][-3:]
        assert done == [("RuleApplied", None), ("Tagged", None), ("Assigned", None)]
        assert (await lea.verify()).ok


async def test_a_rule_never_takes_a_conversation_from_anybody_and_closes_none_with_a_question_open(
    place: Path | str,
) -> None:
    async with world(place) as w:
        lea, jonas = await w.desk("lea"), await w.desk("jonas")
        owned = await w.arrives("eins", who="A")
        await jonas.perform(c.Take(owned))
        await jonas.perform(c.Ask(owned, "development", "Was?"))
        await _rule(lea, "Zu", "arrives", If(words=("danke",)), Then("close"), Then("assign", "anna"))
        await w.arrives("Danke", who="A")
        await w.arrives("Danke", who="B")
        rows = {r.contact: r.conversation for r in await lea.rows(list(await lea.index(View.ALL)))}
        assert (rows["A"].owner, rows["A"].state) == ("jonas", "open")
        assert (rows["B"].owner, rows["B"].state) == ("anna", "closed")


async def test_what_a_rule_does_sets_off_no_other_and_the_older_rule_comes_first(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        await _rule(lea, "2", "arrives", If(tag="eins"), Then("tag", "zwei"))
        await _rule(lea, "1", "arrives", If(), Then("tag", "eins"))
        await w.arrives("x")
        assert await _tags(w) == {"Käthe": ("eins",)}
        await w.arrives("y")
        assert await _tags(w) == {"Käthe": ("eins", "zwei")}


async def test_only_a_beginning_sets_off_what_waits_for_one_and_only_a_missed_target_what_waits_for_that(
    place: Path | str,
) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        await lea.perform(c.SetHours("", "mon-fri 9-17", within=60))
        await _rule(lea, "neu", "opens", If(), Then("tag", "neu"))
        await _rule(lea, "spät", "missed", If(unowned=True), Then("assign", "jonas"))
        await _rule(lea, "Nacht", "arrives", If(outside_hours=True), Then("tag", "nachts"))
        id = await w.arrives("a")
        assert await _tags(w) == {"Käthe": ("neu",)}
        await (await w.desk("anna")).perform(c.Tag(id, remove=("neu",)))
        w.clock.move(hours=1)
        await watch.look(w.house._office)
        assert (await lea.thread(id)).row.conversation.owner == "jonas"
        w.clock.move(hours=8)
        await w.arrives("b")
        assert await _tags(w) == {"Käthe": ("nachts",)}


async def test_a_rule_is_off_until_it_was_tried_as_it_stands(place: Path | str) -> None:
    async with world(place) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        rule = await _rule(lea, "Alle", "arrives", If(), Then("tag", "x"), on=False)
        await w.arrives("a")
        assert await _tags(w) == {"Käthe": ()}
        with pytest.raises(BadInput, match="Try the rule first"):
            await lea.perform(c.SwitchRule("Alle", on=True))
        await lea.perform(c.SetRule("alle", "arrives", If(), (Then("tag", "y"),)))
        with pytest.raises(Conflict):
            await lea.perform(c.SwitchRule("Alle", on=True, version=rule.trial))
        for guessed in (1, 2, 3):
            with pytest.raises(Conflict):
                await lea.perform(c.SwitchRule("Alle", on=True, version=guessed))
        with pytest.raises(NotAllowed):
            await anna.rehearsed(rule.id, EVER)
        trial = await lea.rehearsed(rule.id, EVER)
        await lea.perform(c.SwitchRule("Alle", on=True, version=trial.rule.trial))
        await w.arrives("b")
        assert await _tags(w) == {"Käthe": ("y",)}
        await lea.perform(c.SetRule("Alle", "arrives", If(), (Then("tag", "z"),)))
        assert [k.on for k in await lea.rules()] == [False]
        for wrong in (
            c.SetRule("x", "never", If(), (Then("close"),)),
            c.SetRule("x", "opens", If(), ()),
            c.SetRule("x", "opens", If(), (Then("tag", "a b"),)),
            c.SetRule("x", "opens", If(), (Then("delete"),)),
            c.SetRule("x", "opens", If(), (Then("close", "now"),)),
            c.SetRule("x", "opens", If(words=(" ",)), (Then("close"),)),
        ):
            with pytest.raises(BadInput):
                await lea.perform(wrong)
        with pytest.raises(NotFound):
            await lea.perform(c.SetRule("x", "opens", If(), (Then("assign", "niemand"),)))


async def test_a_dry_run_looks_at_conversations_as_they_were_then_and_changes_nothing(place: Path | str) -> None:
    async with world(place) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        id = await w.arrives("Rechnung falsch", who="A")
        await w.arrives("Rechnung fehlt", who="B")
        other = await w.arrives("Hallo", who="C")
        await anna.perform(c.Take(id))
        await anna.perform(c.Tag(id, ("rechnung",)))
        await w.arrives("Rechnung?", who="C")
        rule = await _rule(
            lea,
            "R",
            "arrives",
            If(words=("rechnung",), unowned=True),
            Then("tag", "rechnung"),
            Then("assign", "jonas"),
            on=False,
        )
        last = await lea.last()
        trial = await lea.rehearsed(rule.id, EVER)
        assert [(m.contact, m.done) for m in trial.matches] == [(who, rule.then) for who in "ABC"]
        assert (trial.looked, trial.capped, trial.matches[2].conversation) == (4, False, other)
        assert await lea.last() == last
        assert not (await lea.rehearsed(rule.id, w.clock() + timedelta(hours=1))).matches
        with pytest.raises(NotFound):
            await lea.rehearsed(999, EVER)


async def test_a_dry_run_knows_closed_conversations_open_questions_and_what_other_rules_do(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        closed, asked, answered = await w.arrives(who="A"), await w.arrives(who="B"), await w.arrives(who="C")
        await lea.perform(c.Take(closed))
        await lea.perform(c.Close(closed))
        for id in (asked, answered):
            await lea.perform(c.Ask(id, "development", "Was?"))
        await (await w.desk("tom")).perform(c.Answer((await lea.thread(answered)).requests[0].id, "Das."))
        await lea.perform(c.Accept((await lea.thread(answered)).requests[0].id))
        for who in "ABCD":
            await w.arrives("Danke", who=who)
        await _rule(lea, "Früher", "opens", If(), Then("assign", "anna"))
        rule = await _rule(lea, "Zu", "arrives", If(words=("danke",)), Then("close"), on=False)
        free = await _rule(lea, "Frei", "arrives", If(words=("danke",), unowned=True), Then("tag", "frei"), on=False)

        assert [m.contact for m in (await lea.rehearsed(rule.id, EVER)).matches] == ["A", "C", "D"]
        # The older rule hands on whatever begins: nobody is left for this one.
        assert (await lea.rehearsed(free.id, EVER)).matches == ()


async def test_a_dry_run_says_that_there_was_more_whatever_it_was(
    place: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "LOOK", 2)
    async with world(place) as w:
        lea = await w.desk("lea")
        for n in range(2):
            await w.arrives("x", who=str(n))
        await w.arrives("abwesend", automatic=True)
        rule = await _rule(lea, "R", "opens", If(), Then("tag", "x"), on=False)

        trial = await lea.rehearsed(rule.id, EVER)
        assert (trial.looked, trial.capped) == (1, True)


async def test_a_thread_says_what_a_rule_did_in_it_and_only_what_it_changed(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        await _rule(lea, "Fertig", "arrives", If(words=("danke",)), Then("close"), Then("assign", "anna"))
        id = await w.arrives("Hallo")
        await lea.perform(c.Take(id))
        await w.arrives("Danke")

        thread = await lea.thread(id)
        assert [(a.name, a.done) for a in thread.applied] == [("Fertig", (Then("close"),))]
        assert any("rule Fertig: close it" in line for line in picture(thread))
        assert plain.thread(thread)["rules"] == [{"rule": "Fertig", "at": plain.at(NOON), "done": ["close"]}]
        shown = ThreadModel(lea, id)
        await shown.load()
        assert said(shown.entries[-1].noun) == "rule Fertig: close it"
        drawn = "".join(text for line in shown.lines(shown.entries[-1], 60, NOON) for text, _ in line)
        assert "⚙ rule Fertig: close it" in drawn


WORDS = ("Rechnung", "Danke", "Paket", "kaputt")
IFS = st.builds(
    If,
    words=st.lists(st.sampled_from(WORDS), max_size=2).map(tuple),
    unowned=st.booleans(),
    tag=st.sampled_from(["", "", "x"]),
    visibility=st.sampled_from(["", "public", "private"]),
)
WHEN = st.sampled_from(["opens", "arrives"])
THEN = st.lists(
    st.sampled_from([Then("tag", "x"), Then("tag", "y"), Then("assign", "anna"), Then("close")]),
    min_size=1, max_size=3, unique=True,
)  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(
    texts=st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(WORDS)), min_size=1, max_size=8),
    rules=st.lists(st.tuples(IFS, WHEN, THEN), min_size=1, max_size=3),
)
async def test_a_dry_run_over_the_past_names_exactly_what_the_rule_does_when_it_is_on(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[tuple[str, str]],
    rules: list[tuple[If, str, list[Then]]],
) -> None:
    """With older rules that are on, and conversations that are closed by them."""
    *older, (if_, when, then) = rules
    async with world(tmp_path_factory.mktemp("w")) as w:
        lea = await w.desk("lea")
        says = [message(f"m{n}", text, who=who, occurred_at=NOON) for n, (who, text) in enumerate(texts)]
        await w.take_in(*says)
        for n, one in enumerate(older):
            await _rule(lea, f"O{n}", one[1], one[0], *one[2])
        rule = await _rule(lea, "R", when, if_, *then, on=False)
        foretold = {m.contact for m in (await lea.rehearsed(rule.id, EVER)).matches}
    async with world(tmp_path_factory.mktemp("w")) as w:
        lea = await w.desk("lea")
        for n, one in enumerate(older):
            await _rule(lea, f"O{n}", one[1], one[0], *one[2])
        rule = await _rule(lea, "R", when, if_, *then)
        await w.take_in(*says)
        facts = [f for f in await lea.feed(0) if isinstance(f.event, RuleApplied) and f.event.rule == rule.id]
        contacts = {r.conversation.id: r.contact for r in await lea.rows(list(await lea.index(View.ALL)))}
        assert {contacts[f.conversation or 0] for f in facts} == foretold
        assert (await lea.verify()).ok


def test_a_rule_says_itself_in_one_sentence() -> None:
    if_ = If("acme@x", "public", ("a", "b"), "vip", unowned=True, outside_hours=True)
    rule = Rule(1, "R", "arrives", if_, (Then("tag", "x"), Then("close")), 1)
    assert sentence(rule) == (
        "when a contact writes, on acme@x, public, with a / b in it, tagged vip, owned by nobody, outside business hours:"
        " tag it x, close it"
    )
