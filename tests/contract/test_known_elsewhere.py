"""Answers that are used again, on both databases: out of date wherever they stand, without whom they were about, and told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.withholding import BAR
from inbox.errors import NotAllowed, Outdated, Refused
from inbox.ports.desk import made
from tests.world import World, world


async def known(w: World, question: str, answer: str, who: str = "Käthe Klein", text: str = "Hallo") -> int:
    """Let an answer be accepted; returns the request."""
    anna = await w.desk("anna")
    request = made(await anna.perform(c.Ask(await w.arrives(text, who=who), "development", question))) or 0
    await (await w.desk("tom")).perform(c.Answer(request, answer))
    await anna.perform(c.Accept(request))
    return request


async def test_an_answer_that_is_out_of_date_goes_out_nowhere_without_a_word(place: Path | str) -> None:
    async with world(place) as w:
        anna, jonas, tom, mia, lea = [await w.desk(n) for n in ("anna", "jonas", "tom", "mia", "lea")]
        source = await known(w, "PDF-Export behoben?", "Ja, in 5.2.")
        here = await w.arrives(who="Bea")
        copy = made(await jonas.perform(c.Reuse(here, source))) or 0
        await anna.perform(c.MarkOutdated(source, "Kam wieder"))

        assert (await jonas.request(copy)).request.outdated_by == "anna"
        assert [r.outdated_by for r in (await jonas.thread(here)).requests] == ["anna"]
        for conversation, request in ((here, copy), ((await anna.request(source)).request.conversation, source)):
            with pytest.raises(Outdated, match="anna marked the answer"):
                await anna.perform(c.Reply(conversation, "Ja, in 5.2.", answers=(request,)))
        for desk in (mia, anna, jonas):
            with pytest.raises(NotAllowed, match="they or a lead say that it is true again"):
                await desk.perform(c.MarkCurrent(copy))
        await jonas.perform(c.Reply(here, "Ja, in 5.2.", answers=(copy,), force=True))

        await tom.perform(c.MarkCurrent(source))
        await lea.perform(c.MarkOutdated(copy, "Doch nicht"))
        with pytest.raises(Refused, match="already"):
            await anna.perform(c.MarkOutdated(source, "nochmal"))
        assert await anna.similar("PDF-Export behoben?") == ()
        await lea.perform(c.MarkCurrent(copy))
        assert (await jonas.request(copy)).request.outdated_by == ""
        assert (await (await w.desk("otto")).verify()).ok


async def test_whom_an_answer_was_about_is_not_told_in_another_conversation(place: Path | str) -> None:
    async with world(place) as w:
        anna = await w.desk("anna")
        asked = "Absturz beim Start von Kaethe Klein, kaethe@kunde.test: behoben?"
        source = await known(w, asked, "Ja. Käthe hat Konto de89 3704 0044 0532 0130 00.")
        (found,) = await anna.similar("Ist der Absturz beim Start behoben?")
        assert found.question == f"Absturz beim Start von {BAR}, {BAR}: behoben?"
        assert found.answer == f"Ja. {BAR} hat Konto {BAR}."
        assert [k.question for k in (await anna.knowledge()).items] == [found.question]
        copy = made(await anna.perform(c.Reuse(await w.arrives(who="Bea"), source))) or 0
        used = (await anna.request(copy)).request
        assert (str(used.question), str(used.answer)) == (found.question, found.answer)
        assert str((await anna.request(source)).request.question) == asked


async def test_what_a_question_itself_names_is_said_before_it_is_asked(place: Path | str) -> None:
    async with world(place) as w:
        anna = await w.desk("anna")
        id = await w.arrives(who="Käthe Klein")
        said = "Hat Frau Klein bezahlt? kaethe@kunde.test, Kunde K-77"
        prepared = await anna.prepare(id, "legal", said=said, hide=("k-77",))
        assert prepared.personal == ("Klein", "kaethe@kunde.test", "K-77")
        assert (await anna.prepare(id, "legal", said="Ist bezahlt?")).personal == ()


async def test_an_answer_to_another_number_or_to_a_no_is_offered_last_and_says_what_differs(place: Path | str) -> None:
    async with world(place) as w:
        anna = await w.desk("anna")
        other = await known(w, "Darf ich 30 % Rabatt geben?", "Nein.", "A")
        same = await known(w, "Darf man dem Kunden 20 % Rabatt wohl auch gewähren?", "Ja.", "B")
        found = await anna.similar("Darf ich 20 % Rabatt geben?")
        assert [(k.id, k.here, k.there) for k in found] == [(same, (), ()), (other, ("20",), ("30",))]
        await known(w, "Ist das Gerät nicht wasserdicht?", "Doch.", "C")
        (turned,) = await anna.similar("Ist das Gerät wasserdicht?")
        assert (turned.here, turned.there) == ((), ("nicht",))


async def test_replies_that_wait_with_an_answer_go_back_to_who_wrote_them_once_it_is_out_of_date(
    place: Path | str,
) -> None:
    async with world(place) as w:
        anna, jonas, tom = [await w.desk(n) for n in ("anna", "jonas", "tom")]
        source = await known(w, "PDF-Export behoben?", "Ja, in 5.2.")
        there = (await anna.request(source)).request.conversation
        here, other, gone = [await w.arrives(who=n) for n in ("Bea", "Cem", "Dora")]
        copies = {id: made(await jonas.perform(c.Reuse(id, source))) or 0 for id in (here, other, gone)}
        queued = made(await anna.perform(c.Reply(there, "Ja, in 5.2.", answers=(source,)))) or 0
        held = made(await jonas.perform(c.Reply(here, "Das war unser Fehler.", answers=(copies[here],)))) or 0
        plain = made(await jonas.perform(c.Reply(other, "Wir sehen nach."))) or 0
        left = made(await jonas.perform(c.Reply(gone, "Ja, in 5.2.", now=True, answers=(copies[gone],)))) or 0
        await w.house._office.perform(c.BeginSend(left), None)

        await tom.perform(c.MarkOutdated(source, "Kam wieder"))

        for desk, id, text, message in (
            (anna, there, "Ja, in 5.2.", queued),
            (jonas, here, "Das war unser Fehler.", held),
        ):
            found = await desk.thread(id)
            assert message not in [m.id for m in found.messages]
            assert found.draft is not None
            assert (found.draft.author, str(found.draft.words)) == (desk.person.name, text)
            assert f"tom marked the answer to request {source} as out of date" in str(found.notes[-1].words)
            assert found.row.conversation.state == "open"
        assert [m.id for m in (await jonas.thread(other)).messages][-1] == plain
        assert [m.id for m in (await jonas.thread(gone)).messages][-1] == left
        assert (await (await w.desk("otto")).verify()).ok
