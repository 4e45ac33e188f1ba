"""Places at one inbox: who has the file answers the others; where it ends one of them goes on, and nobody's desk is lost."""

from __future__ import annotations

import asyncio
import os
import socket
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from inbox import beside, joining
from inbox.bootstrap import create
from inbox.domain import commands as c
from inbox.domain.events import NoteWritten
from inbox.domain.model import Role
from inbox.errors import Locked, NotAllowed, NotFound, Refused
from inbox.joining import Place, place
from inbox.ports.adapter import Batch, Entry
from inbox.ports.desk import Desk, View
from tests.world import message

NOBODY = 65_534


@pytest.fixture
async def where(tmp_path: Path) -> str:
    """An inbox with a customer's message in it."""
    path = str(tmp_path / "inbox.db")
    await create(path, lead="lea", departments=["development"])
    async with place(path) as here:
        lea = await here.desk("lea")
        await lea.perform(c.AddChannel("acme@x", "file"))
        keeping = await here.keeping("lea")
        assert (await keeping.take("acme@x", Batch((Entry(b"", (message("1", "Wo bleibt es?"),)),), ""))).taken == 1
    return path


async def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + 20
    while True:
        if condition():
            return
        assert loop.time() < ends
        await asyncio.sleep(0.01)


@asynccontextmanager
async def owning(where: str) -> AsyncIterator[Place]:
    """A place that has the file and answers others."""
    async with place(where, soon=0) as here:
        await until(beside.path_of(here.path).exists)
        yield here


async def conversation(desk: Desk) -> int:
    """The one conversation."""
    (row,) = (await desk.conversations(View.ALL)).items
    return row.conversation.id


async def test_a_place_that_is_given_up_before_it_answers_others_never_begins_to(where: str) -> None:
    later = asyncio.Event()
    asyncio.get_running_loop().call_later(0.4, later.set)
    async with place(where, soon=0.3):
        pass
    await later.wait()
    assert not [task for task in asyncio.all_tasks() if "_answered" in repr(task)]
    assert not beside.path_of(Path(where)).exists()


async def test_whoever_comes_second_sits_at_the_same_inbox(where: str) -> None:
    async with owning(where) as first, place(where) as second:
        assert (first.own is None, second.own is None) == (False, True)
        anna = await second.desk("lea")
        id = await conversation(anna)
        await anna.perform(c.WriteNote(id, "Von nebenan"))

        thread = await (await first.desk("lea")).thread(id)

        assert [note.words.text for note in thread.notes] == ["Von nebenan"]
        assert (await (await second.keeping("lea")).examine())[0][0] in ("ok", "warn")


async def test_who_is_not_here_is_not_here_through_the_socket_either(where: str) -> None:
    async with owning(where), place(where) as second:
        with pytest.raises(NotFound):
            await second.desk("mallory")


async def test_rights_hold_for_whoever_has_joined(where: str) -> None:
    async with owning(where) as first, place(where) as second:
        await (await first.desk("lea")).perform(c.AddPerson("mia", (Role.TRAINEE,)))

        with pytest.raises(NotAllowed):
            await (await second.keeping("mia")).keep_secret("acme@x", "token", "geheim")


async def test_where_the_program_with_the_file_ends_another_goes_on_and_its_desk_and_feed_with_it(where: str) -> None:
    said: list[str] = []
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(owning(where))
        async with place(where, stay=True) as second:
            second.hear(said.append)
            lea = await second.desk("lea")
            id = await conversation(lea)
            after = await lea.last()
            waiting = asyncio.create_task(lea.feed(after, wait=30))
            assert first.own is not None
            await stack.aclose()
            await until(lambda: second.own is not None)

            await lea.perform(c.WriteNote(id, "Danach"))

            facts = await asyncio.wait_for(waiting, 20)
            assert [type(fact.event) for fact in facts] == [NoteWritten]
            assert facts[0].number == after + 1
            assert [note.words.text for note in (await lea.thread(id)).notes] == ["Danach"]
    assert [line.partition(" ")[0] for line in said] == ["Process", "The"]


async def test_of_several_that_joined_one_goes_on_and_the_others_join_it(where: str) -> None:
    async with AsyncExitStack() as stack, AsyncExitStack() as others:
        await stack.enter_async_context(owning(where))
        rest = [await others.enter_async_context(place(where, stay=True)) for _ in range(4)]
        desks = [await one.desk("lea") for one in rest]
        id = await conversation(desks[0])
        await stack.aclose()

        await asyncio.gather(*(desk.perform(c.WriteNote(id, str(n))) for n, desk in enumerate(desks)))

        notes = [note.words.text for note in (await desks[0].thread(id)).notes]
        assert sorted(notes) == ["0", "1", "2", "3"]
        assert sum(one.own is not None for one in rest) == 1


async def test_a_command_that_was_carried_out_when_the_program_with_the_file_ended_is_not_carried_out_again(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(owning(where))
        async with place(where, stay=True) as second:
            lea = await second.desk("lea")
            id = await conversation(lea)
            assert first.own is not None
            done, never = asyncio.Event(), asyncio.Event()
            really = first.own._office.perform

            async def performed(*given: object) -> object:
                facts = await really(*given)  # type: ignore[arg-type]  # as it was called
                done.set()
                await never.wait()  # and the answer never leaves
                return facts

            monkeypatch.setattr(first.own._office, "perform", performed)
            writing = asyncio.create_task(lea.perform(c.WriteNote(id, "Einmal")))
            await done.wait()
            await first.own._store.close()  # the file is free, as after a kill
            await until(lambda: second.own is not None)

            (fact,) = await asyncio.wait_for(writing, 20)
            never.set()

            assert isinstance(fact.event, NoteWritten)
            assert [note.words.text for note in (await lea.thread(id)).notes] == ["Einmal"]


async def test_only_one_round_of_work_at_a_time(where: str) -> None:
    async with place(where, run=True, soon=0) as first:
        await until(lambda: beside.path_of(first.path).exists())
        async with place(where) as second:
            with pytest.raises(Refused, match="takes in and sends all the time"):
                await (await second.keeping("lea")).sync()


async def test_the_socket_is_this_users_alone_and_goes_with_the_program(where: str) -> None:
    async with owning(where) as first:
        path = beside.path_of(first.path)
        assert path == first.path.with_name("inbox.db.sock")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    assert not path.exists()


async def test_a_socket_that_an_ended_program_left_is_in_nobodys_way(where: str) -> None:
    left = beside.path_of(Path(where))
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(left))
    assert left.exists()

    async with owning(where), place(where) as second:
        assert second.own is None
        assert await conversation(await second.desk("lea"))


async def test_an_inbox_in_a_long_path_is_joined_too(where: str, tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["ein-langer-name-fuer-einen-ordner"] * 4)
    deep.mkdir(parents=True)
    Path(where).rename(deep / "inbox.db")

    async with owning(str(deep / "inbox.db")) as first, place(str(first.path)) as second:
        path = beside.path_of(first.path)
        assert len(os.fsencode(path)) <= beside.LONGEST
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert second.own is None
        assert await conversation(await second.desk("lea"))


async def test_a_program_that_has_the_file_and_does_not_answer_is_named(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "PATIENCE", 0.1)
    async with place(where):
        with pytest.raises(Locked, match=str(os.getpid())):
            async with place(where):
                pass


CALL = """
import os, socket, sys
os.setgid({user}); os.setuid({user})
with socket.socket(socket.AF_UNIX) as calling:
    calling.settimeout(10)
    try:
        calling.connect(sys.argv[1])
        calling.sendall(b"GET /me HTTP/1.1\\r\\nHost: inbox\\r\\nInbox-Person: lea\\r\\n\\r\\n")
        print("answered" if calling.recv(1000) else "hung up")
    except OSError as cause:
        print(type(cause).__name__)
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root becomes another user")
@pytest.mark.parametrize(
    ("mode", "hears"), [(0o600, {"PermissionError"}), (0o666, {"hung up", "ConnectionResetError", "BrokenPipeError"})]
)
async def test_another_user_of_this_machine_is_not_let_in_whatever_the_sockets_mode(
    where: str, mode: int, hears: set[str]
) -> None:
    async with owning(where) as first:
        path = beside.path_of(first.path)
        path.chmod(mode)
        for folder in path.parents:
            if not folder.stat().st_mode & 0o001:
                folder.chmod(0o711)
        call = [sys.executable, "-S", "-c", CALL.format(user=NOBODY), str(path)]

        done = await asyncio.to_thread(subprocess.run, call, capture_output=True, text=True, timeout=30, check=True)

        assert done.stdout.strip() in hears
