"""Rights at their edges: what is foreign, several roles at once, and who may not own any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.model import Role
from inbox.errors import BadInput, Conflict, InboxError, NotAllowed, NotFound, Refused
from inbox.ports.desk import View, made
from tests.world import NOON, world

ABOUT: dict[str, Callable[[int], c.Command]] = {
    # Commands about a message, a request, a move: each is tried on a foreign one and on one that is not there.
    "message TakeBack": c.TakeBack,
    "message Approve": c.Approve,
    "message Refuse": lambda i: c.Refuse(i, "x"),
    "message Settle sent": lambda i: c.Settle(i, "sent"),
    "message Settle again": lambda i: c.Settle(i, "again"),
    "request TakeRequest": c.TakeRequest,
    "request Answer": lambda i: c.Answer(i, "x"),
    "request Return": lambda i: c.Return(i, "x"),
    "request Decline": lambda i: c.Decline(i, "x"),
    "request Redirect": lambda i: c.Redirect(i, "legal"),
    "request Accept": c.Accept,
    "request Withdraw": c.Withdraw,
    "move UndoMove": c.UndoMove,
}


@pytest.mark.parametrize("who", ["mia", "tom", "anna", "lola", "adam", "otto"])
async def test_what_is_foreign_sounds_exactly_like_what_is_not_there(tmp_path: Path, who: str) -> None:
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        await lea.perform(c.AddPerson("lola", (Role.LEAD,), channels=("acme@x",)))
        await lea.perform(c.AddPerson("kai", (Role.MANAGER,)))
        id = await w.arrives(channel="foreign@x")
        await lea.perform(c.Take(id))
        there = {
            "request": made(await lea.perform(c.Ask(id, "legal", "?"))) or 0,
            "message": made(await lea.perform(c.Reply(id, "x"))) or 0,
            "move": made(await lea.perform(c.AssignAll("lea", "kai"))) or 0,
        }
        desk = await w.desk(who)
        for name, make in ABOUT.items():
            said = []
            for number in (there[name.split()[0]], 999_999):
                with pytest.raises(InboxError) as caught:
                    await desk.perform(make(number))
                said.append(f"{type(caught.value).__name__} {caught.value}".replace(str(number), "N"))
            assert said[0] == said[1], name


async def test_a_lead_works_only_on_requests_of_channels_they_see(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        await lea.perform(c.AddPerson("lola", (Role.LEAD,), channels=("acme@x",)))
        lola = await w.desk("lola")
        foreign, own = await w.arrives(channel="foreign@x"), await w.arrives()
        for id, seen in ((foreign, False), (own, True)):
            request = made(await lea.perform(c.Ask(id, "legal", "?"))) or 0
            for work in (lola.request(request), lola.perform(c.Answer(request, "x"))):
                if seen:
                    await work
                else:
                    with pytest.raises(NotFound):
                        await work


async def test_a_second_role_takes_nothing_away_from_the_first(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        await lea.perform(c.AddPerson("kim", (Role.TRAINEE, Role.SPECIALIST), ("development",)))
        id = await w.arrives()
        await anna.perform(c.Take(id))
        await anna.perform(c.Ask(id, "development", "?"))
        await (await w.desk("kim")).perform(c.WriteNote(id, "sehe ich mir an"))
        other = await w.arrives(who="Ben")
        await anna.perform(c.Take(other))
        with pytest.raises(Refused, match="anna owns conversation"):
            await (await w.desk("kim")).perform(c.WriteNote(other, "und das hier"))


async def test_what_somebody_closed_is_nobodys_after_they_left(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        lea, anna, jonas = [await w.desk(n) for n in ("lea", "anna", "jonas")]
        id = await w.arrives()
        await anna.perform(c.Take(id))
        with pytest.raises(Refused, match="hand them on first"):
            await lea.perform(c.RemovePerson("anna"))
        await anna.perform(c.Close(id))
        await lea.perform(c.RemovePerson("anna"))
        await w.arrives("noch eine Frage")

        assert list(await jonas.index(View.UNOWNED)) == [id]
        await jonas.perform(c.Reply(id, "gern"))


@pytest.mark.parametrize(
    "change",
    [c.SetPerson("anna", (Role.SPECIALIST,)), c.SetPerson("anna", channels=("school@x",))],
    ids=["role", "channel"],
)
async def test_who_can_own_something_no_longer_owns_it_no_longer(tmp_path: Path, change: c.SetPerson) -> None:
    async with world(tmp_path) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        open_, closed = await w.arrives(), await w.arrives(who="Ben")
        for id in (open_, closed):
            await anna.perform(c.Take(id))
        await anna.perform(c.Close(closed))
        await lea.perform(change)

        assert [(await lea.thread(id)).row.conversation.owner for id in (open_, closed)] == [None, None]


async def test_a_move_is_taken_back_only_by_who_may_and_to_the_table_if_the_owner_of_before_is_gone(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        lea, anna, adam = [await w.desk(n) for n in ("lea", "anna", "adam")]
        id = await w.arrives()
        await anna.perform(c.Take(id))
        await anna.perform(c.AssignAll("anna", "jonas"))
        await adam.perform(c.SetPerson("anna", (Role.AUDITOR,)))
        with pytest.raises(InboxError):
            await anna.perform(c.UndoMove())
        await adam.perform(c.SetPerson("anna", (Role.MANAGER,)))
        await adam.perform(c.RemovePerson("anna"))
        assert (await lea.thread(id)).row.conversation.owner == "jonas"
        move = (await w.db.read("select id from move"))[0][0]
        await lea.perform(c.UndoMove(move))
        assert (await lea.thread(id)).row.conversation.owner is None


async def test_who_leads_no_longer_takes_back_no_move_of_others_conversations(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        lea, anna, adam = [await w.desk(n) for n in ("lea", "anna", "adam")]
        id = await w.arrives()
        await anna.perform(c.Take(id))
        await lea.perform(c.AssignMany((id,), "jonas"))
        await adam.perform(c.SetPerson("lea", (Role.MANAGER,)))

        with pytest.raises(NotAllowed, match="may not assign conversations for others"):
            await lea.perform(c.UndoMove())
        assert (await anna.thread(id)).row.conversation.owner == "jonas"


async def test_a_name_is_given_once_whatever_its_case_and_who_left_may_come_back(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        await lea.perform(c.RemovePerson("mia"))
        with pytest.raises(Conflict, match="There was a person called mia"):
            await lea.perform(c.AddPerson("Mia", (Role.LEAD,)))
        await lea.perform(c.AddPerson("mia", (Role.TRAINEE,)))
        for name in ("mia", "MIA"):
            with pytest.raises(Conflict, match="There is a person called mia"):
                await lea.perform(c.AddPerson(name, (Role.TRAINEE,)))


async def test_a_department_answers_in_whole_minutes(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        with pytest.raises(BadInput, match="whole minutes"):
            await lea.perform(c.AddDepartment("qa", timedelta(seconds=90)))
        await lea.perform(c.AddDepartment("qa", timedelta(minutes=90)))
        assert (await lea.verify()).ok


@pytest.mark.parametrize(
    "make",
    [
        lambda i: c.Snooze(i, NOON.replace(tzinfo=None, year=2027)),
        lambda i: c.Ask(i, "legal", "?", due=NOON.replace(tzinfo=None, year=2027)),
        lambda i: c.Assign(i, "jonas", "x" * 60_000),
        lambda i: c.Assign(i, "jonas", "\udcff"),
    ],
    ids=["naive snooze", "naive due", "long line", "broken line"],
)
async def test_a_time_without_a_zone_and_a_line_that_is_no_line_are_refused_with_a_sentence(
    tmp_path: Path, make: Callable[[int], c.Command]
) -> None:
    async with world(tmp_path) as w:
        with pytest.raises(BadInput, match=r"time zone|line has"):
            await (await w.desk("lea")).perform(make(await w.arrives()))
