"""State and history say the same, whatever happens in whatever order; and nobody can change history unnoticed."""

from __future__ import annotations

import random
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox.domain import commands as c
from inbox.domain.automation import If, Then
from inbox.domain.competence import Competence
from inbox.domain.goals import CardScope
from inbox.domain.incoming import Incoming, Kind
from inbox.domain.model import Delivery, Direction, Message, Role, State
from inbox.domain.signing import Step
from inbox.domain.storm import Signals
from inbox.errors import InboxError
from inbox.ports.desk import Verdict, View
from inbox.services import watch
from inbox.storage import feed, tally
from inbox.tui.models.thread import ThreadModel
from tests.world import NOON, World, message, plain, replayed, stored, world

WHO = ("anna", "jonas", "mia", "tom", "lea", "adam", "otto")


def random_command(chance: random.Random, ids: dict[str, list[int]]) -> c.Command:
    """Any command about things that may or may not be there."""
    conversation = chance.choice(ids["conversation"] or [1])
    messages = ids["message"] or [1]
    request = chance.choice(ids["request"] or [1])
    makes = [
        lambda: c.Reply(
            conversation, "Antwort", chance.choice([None, 1]), chance.random() < 0.5, chance.random() < 0.5
        ),
        lambda: c.Reply(conversation, "mit Antwort", None, True, answers=(request,)),
        lambda: c.TakeBack(chance.choice([None, *messages])),
        lambda: c.Approve(chance.choice(messages), chance.random() < 0.5),
        lambda: c.Refuse(chance.choice(messages), "nein"),
        lambda: c.Approve(chance.choice(messages), True, chance.choice(["anders gesagt", "Antwort"])),
        lambda: c.Stop(chance.choice(messages)),
        lambda: c.Reply(conversation, "Das war unser Fehler, wir erstatten Ihnen alles.", None, True),
        lambda: c.SetGuard(chance.choice(WHO), chance.choice([None, *Step]), chance.choice(["", "acme@x"])),
        lambda: c.SetRisks(chance.choice(["", "[x] media\nwhy: X.\nde: antwort"])),
        lambda: c.Settle(chance.choice(messages), chance.choice(["sent", "again", "dropped"]), chance.random() < 0.5),  # type: ignore[arg-type]
        lambda: c.WriteNote(conversation, chance.choice(["Notiz", "@anna @lea schaut", "@development?"])),
        c.SeeMentions,
        lambda: c.SaveDraft(conversation, chance.choice(["Entwurf", ""])),
        lambda: c.Close(conversation, chance.choice(["", "darum"])),
        lambda: c.Reopen(conversation),
        lambda: c.Tag(conversation, ("vip",), ("alt",)),
        lambda: c.Take(conversation),
        lambda: c.Assign(conversation, chance.choice(WHO), chance.choice(["", "bitte"])),
        lambda: c.AssignAll(chance.choice(WHO), chance.choice(WHO)),
        lambda: c.AssignMany(tuple(ids["conversation"]), chance.choice(WHO), chance.choice(["", "bitte"])),
        lambda: c.CloseMany(tuple(ids["conversation"])),
        lambda: c.SnoozeMany(tuple(ids["conversation"]), NOON + chance.randint(1, 9) * _hour()),
        lambda: c.TagMany(tuple(ids["conversation"]), ("eilig",), ("vip",)),
        c.UndoMove,
        lambda: c.Release(conversation),
        lambda: c.Ask(
            conversation,
            chance.choice(["development", "legal"]),
            "Was?",
            blocking=chance.random() < 0.5,
            show=chance.choice([(), None]),
            known=chance.choice(["", "Version 5"]),
            hide=chance.choice([None, (), ("Text",)]),
        ),
        lambda: c.TakeRequest(request),
        lambda: c.Answer(request, "Das."),
        lambda: c.Return(request, "Wie?"),
        lambda: c.Decline(request, "nein"),
        lambda: c.Redirect(request, chance.choice(["development", "legal"]), "dorthin"),
        lambda: c.Accept(request),
        lambda: c.Withdraw(request),
        lambda: c.SetPerson(chance.choice(["anna", "jonas"]), (chance.choice([Role.MANAGER, *Role]),)),
        lambda: c.MakeToken(chance.choice(WHO), f"{chance.getrandbits(256):064x}", until=None),
        lambda: c.RevokeToken(chance.choice(ids["token"] or [1])),
        lambda: c.SetLogin(chance.choice(WHO), chance.choice(["", "a@acme.test", "b"])),
        lambda: c.LinkContacts(*_two(chance, ids), chance.choice(["x", "dieselbe Mail"])),
        lambda: c.UnlinkContacts(between=_two(chance, ids)),
        lambda: c.DismissLink(*_two(chance, ids)),
        lambda: c.Reuse(conversation, request),
        lambda: c.MarkOutdated(request, "alt"),
        lambda: c.MarkCurrent(request),
        lambda: c.SetMail(chance.choice(WHO), chance.choice(["", "tom@acme.test", "x@acme.test"])),
        lambda: c.SetTemplate(
            chance.choice("ab"), chance.choice(["Hallo {first_name|du}", "{contact}"]), own=chance.random() < 0.5
        ),
        lambda: c.RemoveTemplate(chance.choice("ab"), own=chance.random() < 0.5),
        lambda: c.KeepView(chance.choice("ab"), chance.choice(["mine", "all"]), shared=chance.random() < 0.5),
        lambda: c.ForgetView(chance.choice("ab"), shared=chance.random() < 0.5),
        lambda: c.PublishGoal(
            chance.choice("abc"), NOON + 9 * _hour(), "x", scope=_narrow(chance), card=_one(chance, ids)
        ),
        lambda: c.PublishGuideline(chance.choice("abc"), "x", "Text", _narrow(chance), _one(chance, ids)),
        lambda: c.EndCard(chance.choice(ids["card"] or [1])),
        lambda: c.See(conversation, chance.randint(0, 5)),
        lambda: c.Reply(conversation, "Text", force=True, knew=tuple(ids["card"][:2])),
        lambda: c.FreezeSending(chance.choice([(), ("acme@x",)])),
        c.UnfreezeSending,
        lambda: c.LetGo(chance.choice(messages)),
        lambda: c.LeadStorm(chance.choice(ids["storm"] or [1]), chance.choice(["", "anna"]), chance.random() < 0.3),
        lambda: c.StateStorm(
            chance.choice(ids["storm"] or [1]), chance.choice(["Wir prüfen das.", "Das war unser Fehler."])
        ),
        lambda: c.ReleaseStatement(chance.choice(ids["storm"] or [1])),
        lambda: c.GroupStorm(chance.choice(ids["storm"] or [1]), *chance.sample([(conversation,), ()], 2)),
        lambda: c.EndStorm(chance.choice(ids["storm"] or [1]), chance.random() < 0.5),
        lambda: c.SetStormWatch(chance.choice([2, 3])),
        lambda: c.SetHours(chance.choice(["", "acme@x"]), "mon-sun 0-24", within=chance.choice([0, 1, 2])),
        lambda: c.RemoveHours(chance.choice(["", "acme@x"])),
        lambda: c.SetRule(
            chance.choice("ab"),
            chance.choice(["arrives", "opens", "near"]),
            If(tag=chance.choice(["", "auto"])),
            tuple(chance.sample([Then("tag", "auto"), Then("untag", "vip"), Then("assign", "anna"), Then("close")], 2)),
        ),
        lambda: c.SwitchRule(chance.choice("ab"), chance.random() < 0.8, chance.choice(ids["trial"] or [1])),
        lambda: c.RemoveRule(chance.choice("ab")),
        lambda: c.SetDepartment("legal", chance.choice([1, 2]) * _hour()),
        lambda: c.SetChannel("acme@x", (("a", chance.choice("xy")),)),
        lambda: c.SetAbility(chance.choice(WHO), chance.choice(list(Competence)), chance.randint(0, 3), "gesehen"),
        lambda: c.SetAbility("legal", Competence.LEGAL_RISK, chance.randint(0, 3), "Amt", department=True),
        lambda: c.ContestAbility(chance.choice(list(Competence)), "mehr"),
        lambda: c.SetNeed(conversation, chance.choice(list(Competence)[:2]), chance.choice([None, 0, 2])),
        lambda: c.SetNeedRules(chance.choice(["", "# leer"])),
        lambda: c.PlanAbsence(chance.choice(WHO), chance.choice(WHO), NOON + chance.randint(1, 9) * _hour()),
        lambda: c.EndAbsence(chance.choice(ids["absence"] or [1])),
    ]
    return chance.choice(makes)()


def _two(chance: random.Random, ids: dict[str, list[int]]) -> tuple[int, int]:
    return chance.choice(ids["contact"] or [1]), chance.choice(ids["contact"] or [1])


def _narrow(chance: random.Random) -> CardScope:
    return chance.choice(
        [CardScope(), CardScope(("acme@x",)), CardScope(tags=("vip",)), CardScope(topics=("Text", "Antwort"))]
    )


def _one(chance: random.Random, ids: dict[str, list[int]]) -> int | None:
    return chance.choice([None, *ids["card"][-2:]])


def _hour() -> timedelta:
    return timedelta(hours=1)


async def live(w: World, seed: int, steps: int) -> None:
    """Let people and platforms do something at random."""
    chance, lea = random.Random(seed), await w.desk("lea")
    await lea.perform(c.AddChannel("post", "email", (("for", "requests"),)))
    await lea.perform(c.SetMail("tom", "tom@acme.test"))
    for step in range(steps):
        ids = {
            k: [r[0] for r in await w.db.read(f"select id from {k}")]
            for k in ("conversation", "message", "request", "contact", "token", "absence", "card", "storm")
        }
        ids["trial"] = [rule.trial for rule in await lea.rules()]
        w.clock.move(seconds=chance.randint(0, 30))
        try:
            match chance.randint(0, 10):
                case 0 | 1:
                    await w.arrives(f"Text {step}", who=chance.choice("ABC"), automatic=chance.random() < 0.2)
                case 2:
                    await _deliver(w, chance)
                case 3:
                    await _report(w, chance)
                    await watch.look(w.house._office)
                    await watch.hear(w.house._office)
                case 4:
                    await _storm(w, chance, ids)
                case 5:
                    await _due(w, chance)
                case _:
                    await (await w.desk(chance.choice(WHO))).perform(random_command(chance, ids))
        except InboxError:
            continue


async def _due(w: World, chance: random.Random) -> None:
    """Let requests fall due, and letters leave or not."""
    w.clock.move(minutes=chance.choice([0, 30, 200, 300]))
    await watch.look(w.house._office)
    for one in await w.house._store.to_post(w.clock()):
        error, due = chance.choice([("", None), ("besetzt", w.clock()), ("nein", None)])
        await w.house._office.perform(c.EndLetter(one.letter.id, error, due), None)


async def _report(w: World, chance: random.Random) -> None:
    """Let a platform report on a reply that left, or is just leaving while somebody writes the next."""
    office, queued = w.house._office, await w.house._store.to_send(w.clock(), 10)
    if queued and chance.random() < 0.5:
        await office.perform(c.BeginSend(queued[0].id), None)
        if chance.random() < 0.5:
            await office.perform(c.SaveDraft(queued[0].conversation, "noch einer"), "lea")
    tokens = [r[0] for r in await w.db.read("select token from message where token != '' and delivery != 'held'")]
    if tokens:
        state = chance.choice(["sent", "delivered", "read", "failed", "failed"])
        await w.take_in(Incoming(Kind.DELIVERY, f"d{chance.random()}", token=chance.choice(tokens), state=state))


async def _storm(w: World, chance: random.Random, ids: dict[str, list[int]]) -> None:
    """Let the inbox notice a storm, let it grow, let it be over."""
    some, signals = tuple(ids["conversation"][:2]), Signals(9, 8, 7, 6)
    storm = chance.choice(ids["storm"] or [1])
    raised = c.RaiseStorm("Depot", signals, some, chance.choice([0, storm]) if ids["storm"] else 0)
    what = chance.choice([raised, c.JoinStorm(storm, tuple(ids["conversation"])), c.CalmStorm(storm)])
    await w.house._office.perform(what, None)


async def _deliver(w: World, chance: random.Random) -> None:
    office, queued = w.house._office, await w.house._store.to_send(w.clock(), 10)
    if queued:
        await office.perform(c.BeginSend(queued[0].id), None)
        outcome = chance.choice([Delivery.SENT, Delivery.FAILED, Delivery.UNKNOWN, Delivery.QUEUED])
        due = w.clock() if outcome is Delivery.QUEUED else None
        await office.perform(
            c.EndSend(
                queued[0].id, outcome, "ext" if outcome is Delivery.SENT else "", "weil", due, chance.random() < 0.3
            ),
            None,
        )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**9))
async def test_folding_the_feed_reaches_the_stored_state_and_verify_agrees(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with world(Path(folder)) as w:
            await live(w, seed, 60)
            facts = await feed.between(w.db, 1, 10**9)

            assert plain(replayed(facts)) == plain(await stored(w.db))
            assert (await (await w.desk("otto")).verify()).ok


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(order=st.permutations(range(8)), again=st.lists(st.integers(0, 7), max_size=12), size=st.integers(1, 5))
async def test_any_order_and_repetition_of_deliveries_gives_the_same_thread(
    order: list[int], again: list[int], size: int
) -> None:
    says = [
        message(f"m{n}", f"Text {n}", who="AB"[n % 2], occurred_at=NOON - timedelta(minutes=8 - n)) for n in range(8)
    ]
    with tempfile.TemporaryDirectory() as folder:
        async with world(Path(folder)) as w:
            stream = [says[n] for n in (*order, *again)]
            for start in range(0, len(stream), size):
                await w.take_in(*stream[start : start + size])
            lea = await w.desk("lea")
            for row in (await lea.conversations(View.ALL)).items:
                thread = await lea.thread(row.conversation.id)
                wanted = [(s.external_id, s.text, s.occurred_at) for s in says if s.conversation_key == row.contact]
                shown = ThreadModel(lea, row.conversation.id)
                await shown.load()

                assert [(m.external_id, str(m.words), m.at) for m in _messages(shown)] == wanted
                assert {(m.direction, m.delivery, m.edited, m.deleted) for m in _messages(shown)} == {
                    (Direction.IN, None, False, False)
                }
                assert [m.number for m in thread.messages] == list(range(1, len(wanted) + 1))
                assert (row.conversation.state, row.conversation.last_in) == (State.OPEN, len(wanted))
                assert row.conversation.waiting_since == wanted[0][2]
                assert row.conversation.last_at == wanted[-1][2]
            assert (await lea.counts()).views[View.ALL] == 2


def _messages(shown: ThreadModel) -> list[Message]:
    return [entry.noun for entry in shown.entries if isinstance(entry.noun, Message)]


async def _spoil(w: World, sql: str) -> None:
    async with w.db.writing() as writing:
        await writing.run("delete from found_message" if "delete-all" in sql and w.db.dialect == "postgres" else sql)


@pytest.mark.parametrize(
    "sql",
    [
        "update feed set body = replace(body, 'anna', 'otto') where kind = 'Assigned'",
        "update feed set by = 'otto' where number = 12",
        "update feed set at = '2020-01-01T00:00:00.000000+00:00' where number = 3",
        "delete from feed where number = 5",
        "delete from feed where number = (select max(number) from feed)",
        "update feed set number = -1 where number = 4",
        "update message set text = 'etwas anderes' where direction = 'in'",
        "update message set text = 'etwas anderes' where direction = 'out'",
        "update note set text = 'etwas anderes'",
        "update request set question = 'etwas anderes'",
        "update request set answer = 'etwas anderes'",
        "update card set unwanted = 'etwas anderes'",
        "update card set ended = at",
        "delete from card",
        "update message set under = '[]'",
        "update conversation set owner = 'jonas' where owner = 'anna'",
        "update message set delivery = 'sent' where delivery = 'queued'",
        "update request set state = 'withdrawn'",
        "delete from note",
        "update mention set seen = 1",
        "update message set text = null where direction = 'in'",
        "update message set text = null, salt = null where direction = 'in'",
        "update note set text = null, salt = null",
        "update request set answer = null, answer_salt = null",
        "update handle set value = 'other'",
        "delete from handle",
        "update contact set name = null, name_salt = null",
        "update conversation set preview = 'Alles bestens'",
        "update conversation set preview = ''",
        "update conversation set turn = '0'",
        "delete from known",
        "update template set text = 'etwas anderes'",
        "insert into found_message (found_message) values ('delete-all')",
    ],
)
async def test_verify_notices_every_change(place: Path | str, sql: str) -> None:
    async with world(place) as w:
        id = await w.arrives()
        anna, tom, otto = [await w.desk(name) for name in ("anna", "tom", "otto")]
        await anna.perform(c.Take(id))
        await anna.perform(c.WriteNote(id, "Notiz, @lea"))
        await (await w.desk("lea")).perform(c.PublishGuideline("Ton", "freundlich", "grob"))
        asked = await anna.perform(c.Ask(id, "development", "Was?"))
        await tom.perform(c.Answer(asked[0].event.id, "Das."))  # type: ignore[attr-defined]
        await anna.perform(c.Reply(id, "Antwort"))
        await (await w.desk("lea")).perform(c.SetTemplate("Gruß", "Hallo {contact}"))
        assert (await otto.verify()).ok

        await _spoil(w, sql)

        assert not (await otto.verify()).ok


async def test_words_that_are_gone_leave_the_chain_valid_and_are_noticed(place: Path | str) -> None:
    async with world(place) as w:
        await w.arrives("Mein Geheimnis")
        await _spoil(w, "update message set text = null, salt = null")
        await _spoil(w, "update conversation set preview = ''")

        verdict = await (await w.desk("otto")).verify()
        assert (verdict.ok, verdict.bad) == (False, None)
        assert verdict.why.startswith("message")
        assert not [f for f in await feed.between(w.db, 1, 999) if "Geheimnis" in repr(f)]


async def test_verify_folds_in_parts_and_takes_no_offence_at_a_move_across_them(
    place: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally, "PART", 2)
    monkeypatch.setattr(tally, "CHUNK", 3)
    async with world(place) as w:
        ids = [await w.arrives(who=who) for who in "ABCDEFG"]
        anna, lea = await w.desk("anna"), await w.desk("lea")
        for id in reversed(ids):
            await anna.perform(c.Take(id))
        await anna.perform(c.Snooze(ids[0], w.clock() + _hour()))
        await lea.perform(c.AssignAll("anna", "jonas"))
        found = await lea.verify()
        assert found == Verdict(True, await lea.last(), 7, 7, head=found.head)

        await _spoil(w, f"update conversation set owner = 'mia' where id = {ids[4]}")
        assert (await lea.verify()).why == f"conversation {ids[4]} is not what the facts say"


async def test_an_edit_replaces_the_words_and_a_deletion_keeps_them_struck(place: Path | str) -> None:
    async with world(place) as w:
        id = await w.arrives("Fehler")
        lea = await w.desk("lea")
        first = (await lea.thread(id)).messages[0].external_id
        edit = message("e1", "Richtig", target_id=first, kind=Kind.EDIT)
        await w.take_in(edit, edit, message("d1", target_id=first, kind=Kind.DELETE))
        (only,) = (await lea.thread(id)).messages

        assert (str(only.words), only.edited, only.deleted) == ("Richtig", True, True)
        assert not (await lea.search("Fehler")).items
        assert (await lea.search("Richtig")).items
        assert (await lea.thread(id)).row.conversation.state is State.OPEN
        assert (await lea.verify()).ok
