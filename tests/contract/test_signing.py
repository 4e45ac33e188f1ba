"""Signing off through the desk: who sees what waits, what leaves under which release, and that nothing passes the courier."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.competence import Competence
from inbox.domain.model import Delivery, Role
from inbox.domain.signing import Step
from inbox.errors import NotAllowed, NotFound
from inbox.ports.adapter import Identity, Outgoing
from inbox.ports.desk import Desk, made
from tests.house.source import calls, modules
from tests.world import World, world

RISKY, HARMLESS = "Das war unser Fehler.", "Danke, wir sehen nach."


async def company(w: World) -> tuple[Desk, Desk, Desk]:
    """Let eva of legal work here; returns the desks of anna, eva and lea."""
    lea = await w.desk("lea")
    await lea.perform(c.AddPerson("eva", (Role.SPECIALIST,), ("legal",), ("acme@x",)))
    return await w.desk("anna"), await w.desk("eva"), lea


async def replied(w: World, text: str, who: str = "anna", channel: str = "acme@x", contact: str = "Käthe") -> int:
    """Let somebody reply to a new question; returns the message."""
    id = await w.arrives("Wann kommt mein Geld?", channel=channel, who=contact)
    return made(await (await w.desk(who)).perform(c.Reply(id, text))) or 0


async def test_what_waits_is_shown_to_whom_reads_or_may_release_it_with_what_it_answers(place: Path | str) -> None:
    async with world(place) as w:
        anna, eva, lea = await company(w)
        held = await replied(w, RISKY)
        insult = await replied(w, "Sie Idiot.", contact="Ben")
        foreign = made(await lea.perform(c.Reply(await w.arrives(channel="foreign@x", who="Cem"), RISKY))) or 0

        (row,) = (await eva.held()).items
        assert (row.message.id, row.text, row.lacks, row.reads) == (held, RISKY, "", False)
        assert [str(m.words) for m in row.shown] == ["Wann kommt mein Geld?"]
        assert [(r.message.id, r.lacks) for r in (await lea.held()).items] == [
            (held, ""),
            (insult, ""),
            (foreign, "own"),
        ]
        assert [(r.message.id, r.lacks) for r in (await anna.held()).items] == [(held, "own"), (insult, "own")]
        assert (await (await w.desk("tom")).held()).items == ()
        first = await lea.held(limit=1)
        rest = await lea.held(limit=5, after=first.next or "")
        assert [r.message.id for r in (*first.items, *rest.items)] == [held, insult, foreign]

        assert [r.contact for r in (await lea.held()).items] == ["Käthe", "Ben", "Cem"]
        later = await replied(w, RISKY, contact="Dora")
        first = await eva.held(limit=1)
        rest = await eva.held(limit=1, after=first.next or "")
        assert ([r.message.id for r in (*first.items, *rest.items)], rest.next) == ([held, later], None)
        await eva.perform(c.Approve(later))

        await eva.perform(c.Approve(held))
        assert (await eva.held()).items == ()
        for message in (insult, foreign):
            with pytest.raises(NotFound):
                await eva.perform(c.Approve(message))


@pytest.mark.parametrize(("level", "holder"), [(2, "tom"), (2, "development"), (1, "tom")])
async def test_who_is_good_at_what_a_reply_needs_releases_it_whatever_department_they_are_of(
    place: Path | str, level: int, holder: str
) -> None:
    async with world(place) as w:
        _, _, lea = await company(w)
        held, tom = await replied(w, RISKY), await w.desk("tom")
        able = c.SetAbility(holder, Competence.LEGAL_RISK, level, "zehn Fälle", department=holder != "tom")
        await lea.perform(able)

        assert [row.message.id for row in (await tom.held()).items] == ([held] if level == 2 else [])
        if level == 2:
            await tom.perform(c.Approve(held))
        else:
            with pytest.raises(NotFound):
                await tom.perform(c.Approve(held))


async def test_a_signed_reply_leaves_as_the_signer_wrote_it_and_the_facts_still_add_up(place: Path | str) -> None:
    async with world(place) as w:
        _, _, lea = await company(w)
        held = await replied(w, RISKY)
        await lea.perform(c.Approve(held, text="Das war Pech."))
        w.clock.move(minutes=1)
        assert (await w.house.sync_once()).sent == 1

        ((text, delivery),) = await w.db.read("select text, delivery from message where id = $1", (held,))
        assert (text, delivery) == ("Das war Pech.", "sent")
        assert (await (await w.desk("otto")).verify()).ok


async def test_what_a_specialist_wrote_anew_waits_for_a_lead_and_the_facts_still_add_up(place: Path | str) -> None:
    async with world(place) as w:
        _, eva, lea = await company(w)
        held = await replied(w, RISKY)
        await eva.perform(c.Approve(held, text="Sie Idiot. Wir zahlen Ihnen 5000 Euro."))
        w.clock.move(minutes=1)
        assert (await w.house.sync_once()).sent == 0

        (row,) = (await lea.held()).items
        assert {"insult", "promise of money", "rewritten"} <= {h.rule for h in row.message.holds}
        assert (await eva.held()).items == ()
        assert (await (await w.desk("otto")).verify()).ok
        await lea.perform(c.Approve(held))
        w.clock.move(minutes=1)
        assert (await w.house.sync_once()).sent == 1


@pytest.mark.parametrize("what", ["text", "visibility", "recipient"])
async def test_what_was_changed_in_the_database_behind_a_release_is_held_and_not_sent(
    place: Path | str, what: str
) -> None:
    async with world(place) as w:
        _, eva, lea = await company(w)
        held = await replied(w, RISKY)
        await eva.perform(c.Approve(held))
        async with w.db.writing() as writing:
            if what == "text":
                await writing.run("update message set text = 'Das war EURE Schuld.' where id = $1", (held,))
            elif what == "visibility":
                await writing.run("update message set visibility = 'private' where id = $1", (held,))
            else:
                await writing.run("update handle set value = 'jemand anders' where kind = 'x'", ())
        w.clock.move(minutes=1)
        carried = await w.house.sync_once()

        assert carried.sent == 0
        (row,) = (await lea.held()).items
        assert row.message.delivery is Delivery.HELD
        assert [h.rule for h in row.message.holds] == ["admission of fault", "changed"]


async def test_an_adapter_that_is_opened_sends_nothing_past_the_courier(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        adapter = await w.house._runner.find("acme@x")
        out = Outgoing("1.x", "Käthe", (Identity("x", "Käthe"),), "vorbei", "public")  # type: ignore[arg-type]
        with pytest.raises(NotAllowed, match="past the courier"):
            await adapter.send(out)


def test_only_the_courier_lets_something_out() -> None:
    """An adapter's `send` is called in one place, and that is called by the courier; the trial sends to no platform."""
    sends, lets = set(), set()
    for module in modules("inbox"):
        for name, call in calls(module.tree):
            if name.endswith("adapter.send") and isinstance(call.func, ast.Attribute):
                sends.add(module.path)
            if name == "let_out":
                lets.add(module.path)

    assert sends == {"inbox/services/letting.py", "inbox/services/trial/sending.py"}
    assert lets == {"inbox/services/courier.py"}


async def test_how_freely_people_speak_is_shown_to_leads_and_to_themselves(place: Path | str) -> None:
    async with world(place) as w:
        anna, _, lea = await company(w)
        await lea.perform(c.SetGuard("anna", Step.DELAYED, "acme@x", "public", 30))
        await lea.perform(c.SetGuard("mia", Step.DRAFT))

        assert [(g.person, g.step) for g in await lea.guards()] == [("anna", Step.DELAYED), ("mia", Step.DRAFT)]
        assert [(g.person, g.minutes) for g in await anna.guards()] == [("anna", 30)]
        message = await replied(w, HARMLESS)
        (row,) = (await lea.held()).items
        assert (row.message.id, row.message.delivery) == (message, Delivery.QUEUED)
        w.clock.move(minutes=29)
        assert (await w.house.sync_once()).sent == 0
        await lea.perform(c.Stop(message))
        w.clock.move(hours=1)
        assert (await w.house.sync_once()).sent == 0
        await lea.perform(c.SetGuard("anna", None, "acme@x", "public"))
        assert [(g.person, g.step) for g in await lea.guards()] == [("mia", Step.DRAFT)]


async def test_a_text_is_checked_by_the_rules_of_the_house_or_by_others_and_nothing_is_written(
    place: Path | str,
) -> None:
    async with world(place) as w:
        anna, eva, lea = await company(w)
        id, last = await w.arrives(), await lea.last()
        other = "[thanks] media\nwhy: It thanks.\nde: danke"

        assert [h.rule for h in await eva.check(RISKY)] == ["admission of fault"]
        assert [h.rule for h in await anna.check("Danke!", rules=other)] == ["thanks"]
        assert [h.rule for h in await anna.check(RISKY, conversation=id)] == ["admission of fault"]
        mia = await w.desk("mia")
        assert [h.rule for h in await mia.check(HARMLESS, conversation=id)] == ["four eyes"]
        assert await lea.last() == last
        await lea.perform(c.SetRisks(other))
        assert await anna.risks() == other
        assert [h.rule for h in await anna.check("Danke! " + RISKY)] == ["thanks"]
