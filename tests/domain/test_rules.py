"""The house rules as sentences, and the table of roles through the one door everything goes through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.model import Delivery, RequestState, Role, State
from inbox.errors import BadInput, Conflict, InboxError, NotAllowed, NotFound, Refused, Stale
from inbox.ports.desk import View, made
from tests.world import NOON, world

ROLES = ("mia", "tom", "anna", "lea", "adam", "otto")
OWN, OTHERS, NOBODYS, FOREIGN, ABSENT = "own", "another's", "nobody's", "foreign", "absent"

TABLE: dict[str, tuple[Callable[[int], c.Command], dict[str, str]]] = {
    # for each command: where each role may use it; what is not named is refused or not found
    "reply": (lambda i: c.Reply(i, "x"), {"anna": f"{OWN} {NOBODYS}", "lea": f"{OWN} {OTHERS} {NOBODYS}", "mia": OWN}),
    "note": (lambda i: c.WriteNote(i, "x"), {"anna": f"{OWN} {OTHERS} {NOBODYS}", "lea": f"{OWN} {OTHERS} {NOBODYS}", "mia": OWN}),
    "draft": (lambda i: c.SaveDraft(i, "x"), {"anna": f"{OWN} {OTHERS} {NOBODYS}", "lea": f"{OWN} {OTHERS} {NOBODYS}", "mia": OWN}),
    "close": (c.Close, {"anna": OWN, "lea": f"{OWN} {OTHERS} {NOBODYS}"}),
    "snooze": (lambda i: c.Snooze(i, NOON + timedelta(days=1)), {"anna": OWN, "lea": f"{OWN} {OTHERS} {NOBODYS}"}),
    "tag": (lambda i: c.Tag(i, ("vip",)), {"anna": f"{OWN} {OTHERS} {NOBODYS}", "lea": f"{OWN} {OTHERS} {NOBODYS}", "mia": OWN}),
    "take": (c.Take, {"anna": NOBODYS, "lea": f"{OTHERS} {NOBODYS}"}),
    "assign": (lambda i: c.Assign(i, "jonas"), {"anna": OWN, "lea": f"{OWN} {OTHERS} {NOBODYS}", "mia": OWN}),
    "release": (c.Release, {"anna": OWN, "lea": f"{OWN} {OTHERS}", "mia": OWN}),
    "ask": (lambda i: c.Ask(i, "legal", "x"), {"anna": f"{OWN} {OTHERS} {NOBODYS}", "lea": f"{OWN} {OTHERS} {NOBODYS}", "mia": f"{OWN} {OTHERS} {NOBODYS}"}),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("role", ROLES)
async def test_each_role_does_what_the_table_says_and_foreign_looks_like_absent(
    tmp_path: Path, name: str, role: str
) -> None:
    make, allowed = TABLE[name]
    async with world(tmp_path) as w:
        lea, desk = await w.desk("lea"), await w.desk(role)
        places = {
            NOBODYS: await w.arrives(who="N"),
            OTHERS: await w.arrives(who="O"),
            OWN: await w.arrives(who="E"),
            FOREIGN: await w.arrives(who="F", channel="foreign@x"),
            ABSENT: 999_999,
        }
        await lea.perform(
            c.Assign(places[OTHERS], "jonas" if name != "assign" else "anna" if role != "anna" else "lea")
        )
        if role in ("mia", "anna", "lea"):
            await lea.perform(c.Assign(places[OWN], role))
        said = {}
        for place, id in places.items():
            try:
                await desk.perform(make(id))
                said[place] = "done"
            except (NotFound, NotAllowed, Conflict, Refused) as cause:
                said[place] = f"{type(cause).__name__} {cause}".replace(str(id), "N")
        wanted = allowed.get(role, "").split()
        done = {p for p, outcome in said.items() if outcome == "done"} - ({FOREIGN} if role == "lea" else set())

        assert done == set(wanted), said
        if role != "lea":
            assert said[FOREIGN] == said[ABSENT]


@pytest.mark.parametrize("role", ["anna", "mia", "tom", "lea", "otto"])
async def test_only_an_admin_changes_the_set_up(tmp_path: Path, role: str) -> None:
    async with world(tmp_path) as w:
        desk = await w.desk(role)
        for command in (
            c.AddPerson("neu", (Role.MANAGER,)),
            c.SetPerson("anna", (Role.LEAD,)),
            c.RemovePerson("jonas"),
            c.AddDepartment("neu"),
            c.AddChannel("neu", "demo"),
            c.RemoveChannel("foreign@x"),
        ):
            if role == "lea":
                await desk.perform(command)
            else:
                with pytest.raises(NotAllowed):
                    await desk.perform(command)


async def test_the_inboxs_own_commands_are_for_nobody(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        lea = await w.desk("lea")
        facts = await lea.perform(c.Reply(id, "x"))
        for command in (
            c.BeginSend(made(facts) or 0),
            c.EndSend(made(facts) or 0, Delivery.SENT),
            c.Wake(id),
            c.Ring(1),
        ):
            with pytest.raises(NotAllowed):
                await lea.perform(command)


async def test_a_trainee_answers_only_through_somebody_elses_sign_off(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives(channel="school@x")
        mia, anna, lea = [await w.desk(n) for n in ("mia", "anna", "lea")]
        held = made(await mia.perform(c.Reply(id, "Hallo"))) or 0

        assert (await mia.thread(id)).messages[-1].delivery is Delivery.HELD
        assert (await mia.thread(id)).row.ball == "lead"
        for desk in (mia, anna):
            with pytest.raises(NotAllowed):
                await desk.perform(c.Approve(held))
        await lea.perform(c.Refuse(held, "freundlicher bitte"))
        assert str((await mia.thread(id)).draft.words) == "Hallo"  # type: ignore[union-attr]
        held = made(await mia.perform(c.Reply(id, "Hallo!"))) or 0
        await lea.perform(c.Approve(held))
        assert (await mia.thread(id)).messages[-1].delivery is Delivery.QUEUED


async def test_nobody_signs_off_their_own_reply_even_as_a_lead(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives(channel="school@x")
        mia, lea = await w.desk("mia"), await w.desk("lea")
        held = made(await mia.perform(c.Reply(id, "Hallo"))) or 0
        await lea.perform(c.SetPerson("mia", (Role.TRAINEE, Role.LEAD)))

        with pytest.raises(NotAllowed, match="Nobody signs off their own"):
            await mia.perform(c.Approve(held))


async def test_replying_to_a_conversation_nobody_owns_takes_it(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        await (await w.desk("anna")).perform(c.Reply(id, "x"))

        assert (await (await w.desk("anna")).thread(id)).row.conversation.owner == "anna"


async def test_who_did_not_see_the_latest_message_is_asked_first(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        anna = await w.desk("anna")
        await w.arrives("noch etwas")
        with pytest.raises(Stale, match="1 new since you looked"):
            await anna.perform(c.Reply(id, "x", seen=1))
        await anna.perform(c.Reply(id, "x", seen=1, force=True))


async def test_a_reply_can_be_taken_back_until_it_leaves(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        anna, office = await w.desk("anna"), w.house._office
        reply = made(await anna.perform(c.Reply(id, "Ups"))) or 0
        assert (await anna.thread(id)).row.conversation.waiting_since is None
        await anna.perform(c.TakeBack())
        thread = await anna.thread(id)
        assert (str(thread.draft.words), len(thread.messages)) == ("Ups", 1)  # type: ignore[union-attr]
        assert thread.row.conversation.waiting_since == NOON
        reply = made(await anna.perform(c.Reply(id, "Ups"))) or 0
        with pytest.raises(Refused, match="is not due yet"):
            await office.perform(c.BeginSend(reply), None)
        w.clock.move(seconds=11)
        await office.perform(c.BeginSend(reply), None)
        with pytest.raises(Refused, match="has left already"):
            await anna.perform(c.TakeBack(reply))


async def test_only_an_accepted_answer_goes_into_a_reply_and_the_message_remembers_it(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        anna, tom = await w.desk("anna"), await w.desk("tom")
        r = made(await anna.perform(c.Ask(id, "development", "Behoben?"))) or 0
        for state in ("open", "answered"):
            with pytest.raises(Refused, match="not accepted"):
                await anna.perform(c.Reply(id, "x", answers=(r,)))
            if state == "open":
                await tom.perform(c.Answer(r, "Ja"))
        await anna.perform(c.Accept(r))
        await anna.perform(c.Reply(id, "x", answers=(r,)))
        assert (await anna.thread(id)).messages[-1].answers == (r,)


async def test_the_ball_is_with_whoever_must_act(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        anna, tom = await w.desk("anna"), await w.desk("tom")

        async def ball() -> str:
            return (await anna.thread(id)).row.ball

        assert await ball() == "us"
        r = made(await anna.perform(c.Ask(id, "development", "?"))) or 0
        assert await ball() == "department:development"
        await tom.perform(c.Return(r, "Welche Version?"))
        assert await ball() == "us"
        await anna.perform(c.Return(r, "5.2"))
        assert await ball() == "department:development"
        await tom.perform(c.Answer(r, "Ja"))
        assert await ball() == "us"
        await anna.perform(c.Accept(r))
        await anna.perform(c.Reply(id, "Ja"))
        assert await ball() == "customer"


async def test_a_blocking_request_closes_only_with_a_reason(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        lea = await w.desk("lea")
        await lea.perform(c.Ask(id, "legal", "?", blocking=True))
        with pytest.raises(Refused, match="legal still owes an answer"):
            await lea.perform(c.Close(id))
        await lea.perform(c.Close(id, "Kunde hat abgesagt"))
        thread = await lea.thread(id)
        assert thread.row.conversation.state is State.CLOSED
        assert str(thread.notes[-1].words) == "Kunde hat abgesagt"


async def test_a_request_goes_through_its_states_and_no_others(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        anna, tom, jonas = [await w.desk(n) for n in ("anna", "tom", "jonas")]
        r = made(await anna.perform(c.Ask(id, "development", "?"))) or 0
        with pytest.raises(Refused):
            await anna.perform(c.Accept(r))
        with pytest.raises(NotAllowed):
            await jonas.perform(c.Withdraw(r))
        await tom.perform(c.TakeRequest(r))
        await tom.perform(c.Redirect(r, "legal", "nicht wir"))
        with pytest.raises(NotFound):
            await tom.perform(c.Answer(r, "doch"))
        await anna.perform(c.Redirect(r, "development"))
        await tom.perform(c.Decline(r, "nein"))
        assert (await anna.request(r)).request.state is RequestState.DECLINED
        with pytest.raises(Refused):
            await anna.perform(c.Withdraw(r))


async def test_a_specialist_reads_what_was_shown_and_nothing_else(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives("für euch")
        await w.arrives("Geheimnis")
        anna, tom = await w.desk("anna"), await w.desk("tom")
        first = (await anna.thread(id)).messages[0].id
        r = made(await anna.perform(c.Ask(id, "development", "?", show=(first,)))) or 0
        row = await tom.request(r)

        assert [str(m.words) for m in row.shown] == ["für euch"]
        assert row.conversation is None
        assert not (await tom.search("Geheimnis")).items
        assert not (await tom.conversations(View.ALL)).items
        for read in (tom.thread(id),):
            with pytest.raises(NotFound):
                await read
        await tom.perform(c.WriteNote(id, "sehe ich mir an"))
        await tom.perform(c.Answer(r, "Ja"))
        await anna.perform(c.Accept(r))
        with pytest.raises(NotFound):
            await tom.perform(c.WriteNote(id, "noch etwas"))


async def test_a_message_shown_to_a_department_must_be_of_the_conversation(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id, other = await w.arrives(), await w.arrives(who="Ben", channel="foreign@x")
        lea, anna = await w.desk("lea"), await w.desk("anna")
        foreign = (await lea.thread(other)).messages[0].id
        with pytest.raises(NotFound):
            await anna.perform(c.Ask(id, "development", "?", show=(foreign,)))


async def test_an_automatic_mail_is_marked_waits_for_nobody_and_is_not_answered(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives("Bin im Urlaub", automatic=True)
        lea = await w.desk("lea")
        thread = await lea.thread(id)
        assert thread.messages[0].automatic
        assert thread.row.conversation.waiting_since is None
        with pytest.raises(Refused, match="Only a machine wrote"):
            await lea.perform(c.Reply(id, "x"))


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (c.Reply(1, "   "), BadInput),
        (c.Reply(1, "x" * 60_000), BadInput),
        (c.Snooze(1, NOON - timedelta(hours=1)), BadInput),
        (c.Tag(1, ("zwei worte",)), BadInput),
        (c.Ask(1, "nirgends", "?"), NotFound),
        (c.Ask(1, "legal", "?", due=NOON - timedelta(hours=1)), BadInput),
        (c.Assign(1, "niemand"), NotFound),
        (c.Assign(1, "tom"), Refused),
        (c.AddPerson("anna", (Role.LEAD,)), Conflict),
        (c.AddPerson("-x", (Role.LEAD,)), BadInput),
        (c.AddPerson("neu", ()), BadInput),
        (c.AddPerson("neu", (Role.LEAD,), ("nirgends",)), NotFound),
        (c.SetPerson("niemand"), NotFound),
        (c.AddDepartment("x", timedelta()), BadInput),
        (c.AddDepartment("Legal"), Conflict),
        (c.SetChannel("nirgends"), NotFound),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, c.Command) else "",
)
async def test_bad_input_is_refused_and_changes_nothing(
    tmp_path: Path, command: c.Command, error: type[InboxError]
) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        lea = await w.desk("lea")
        before = await lea.last()
        if getattr(command, "conversation", None) == 1:
            object.__setattr__(command, "conversation", id)
        with pytest.raises(error):
            await lea.perform(command)
        assert await lea.last() == before


async def test_the_last_admin_stays_and_who_leaves_can_do_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        adam, lea, anna = [await w.desk(n) for n in ("adam", "lea", "anna")]
        await adam.perform(c.SetPerson("lea", (Role.LEAD,)))
        with pytest.raises(Refused, match="last admin"):
            await adam.perform(c.RemovePerson("adam"))
        await adam.perform(c.RemovePerson("anna"))
        with pytest.raises(InboxError):
            await anna.conversations(View.ALL)
        with pytest.raises(InboxError):
            await anna.perform(c.Take(1))
        assert (await lea.people())[0].name == "adam"


async def test_a_department_with_pending_requests_stays(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        lea = await w.desk("lea")
        await lea.perform(c.Ask(id, "legal", "?"))
        with pytest.raises(Refused, match="still has requests"):
            await lea.perform(c.RemoveDepartment("legal"))


async def test_a_department_reads_what_the_contact_wrote_since_we_last_spoke(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        anna = await w.desk("anna")
        for n in range(2):
            id = await w.arrives(f"alt {n}")

        async def shown(ask: c.Ask) -> list[str]:
            row = await anna.request(made(await anna.perform(ask)) or 0)
            return [str(m.words) for m in row.shown]

        assert await shown(c.Ask(id, "legal", "?", show=None)) == ["alt 0", "alt 1"]
        assert await shown(c.Ask(id, "legal", "?", show=())) == []
        await anna.perform(c.Reply(id, "Hallo"))
        assert await shown(c.Ask(id, "legal", "?", show=None)) == ["alt 1"], "we spoke last: their latest"
        for n in range(7):
            await w.arrives(f"neu {n}")
        assert await shown(c.Ask(id, "legal", "?", show=None)) == [f"neu {n}" for n in range(2, 7)]


async def test_a_closed_conversation_is_reopened_before_a_department_is_asked(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        lea, id = await w.desk("lea"), await w.arrives()
        await lea.perform(c.Close(id))

        with pytest.raises(Refused, match="reopen it before you ask"):
            await lea.perform(c.Ask(id, "legal", "?", blocking=True))

        await lea.perform(c.Reopen(id))
        assert await lea.perform(c.Ask(id, "legal", "?", blocking=True))


async def test_a_reply_where_nothing_can_be_sent_is_refused_when_it_is_written(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        await lea.perform(c.AddChannel("archive", "file"))
        id = await w.arrives(channel="archive")

        with pytest.raises(Refused, match="Nobody can be answered on archive"):
            await lea.perform(c.Reply(id, "Hallo"))

        assert (await lea.thread(id)).row.conversation.owner is None
