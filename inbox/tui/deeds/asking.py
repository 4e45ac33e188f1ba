"""Deeds on requests: ask a department, use its answer, and, on the other side, answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from inbox.domain import commands as c
from inbox.domain.model import Department, Message, Request, RequestState, unanswered
from inbox.domain.rules.requests import askable
from inbox.domain.when import LOCAL, when
from inbox.errors import Refused
from inbox.ports.asking import Known
from inbox.texts import number, t
from inbox.tui.models.asked import KEYS, cut, difference
from inbox.tui.models.thread import ThreadModel
from inbox.tui.models.when import ago
from inbox.tui.screens.asking import FIELDS, RequestForm, Sources
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.find import Find
from inbox.tui.screens.main import MainScreen
from inbox.tui.screens.overlays import Choice, Pick, Read, WriteLines
from inbox.tui.screens.requests import RequestsScreen
from inbox.tui.screens.writing import WritingScreen
from inbox.tui.widgets.composer import Mode, Writing


def _shown(model: ThreadModel | None) -> list[Message]:
    """The messages marked for the department, else what the contact wrote since we last spoke."""
    messages = [entry.noun for entry in model.entries if isinstance(entry.noun, Message)] if model else []
    chosen = [m for m in messages if model and m.id in model.chosen]
    return chosen or list(unanswered(messages))


def _choice(department: Department) -> Choice:
    """Name a department with its usual time."""
    hours = number(department.answers_in.total_seconds() / 3600)
    return Choice(department.name, department.name, t("answers in {n} h", n=hours))


async def ask(screen: HouseScreen, chord: str) -> None:
    """Ask a department about the conversation."""
    row = screen.row()
    if row is None:
        return
    # Said before a question is written that the rule would refuse.
    askable(row.conversation)
    model = screen.thread()
    departments = {d.name: d for d in await screen.desk.departments()}
    if not departments:
        raise Refused("There is no department to ask yet: inbox department add NAME")
    chosen = await screen.app.push_screen_wait(
        Pick(t("Ask which department?"), [_choice(d) for d in departments.values()])
    )
    if not chosen:
        return
    if model is None or model.conversation != row.conversation.id:
        model = ThreadModel(screen.desk, row.conversation.id)
        await model.load()
    id, desk, ids = row.conversation.id, screen.desk, tuple(m.id for m in _shown(model))
    sources = _sources(screen, id, chosen, ids)
    asked = await screen.app.push_screen_wait(RequestForm(departments[chosen], sources))
    if asked is None:
        if any(map(sources.text, FIELDS)):
            screen.say(t("Your question to {department} is kept; x goes on with it.", department=chosen))
        return
    if asked.known is not None:
        await reuse(screen, id, asked.known.id)
        _forget(sources)
        return
    to, due, blocking = asked.department, asked.due, asked.blocking
    await desk.perform(c.Ask(id, to, asked.question, due, blocking, ids, asked.already, asked.hide))
    _forget(sources)
    model.chosen.clear()
    screen.say(t("{department} is asked; the answer appears here.", department=asked.department))


def _sources(screen: HouseScreen, id: int, department: str, shown: tuple[int, ...]) -> Sources:
    """Return what the window asks for while somebody writes a question."""
    desk, unsent = screen.desk, screen.seat.unsent

    def begun(field: str) -> str:
        return f"question to {department}" + (f" {field}" if field else "")

    return Sources(
        lambda hide, said: desk.prepare(id, department, show=shown, hide=hide, said=said),
        lambda text: desk.similar(text, limit=len(KEYS)),
        lambda text: when(text, datetime.now(UTC).astimezone(LOCAL)),
        lambda field: unsent.text(begun(field), id),
        lambda field, text: unsent.keep(begun(field), id, text),
    )


def _forget(sources: Sources) -> None:
    """Keep nothing of a question that is with its department now."""
    for field in FIELDS:
        sources.keep(field, "")


async def reuse(screen: HouseScreen, conversation: int, request: int) -> None:
    """Let an answer of before stand in a conversation."""
    await screen.desk.perform(c.Reuse(conversation, request))
    screen.say(t("The answer stands here now; v puts it into the reply."))


async def knowledge(screen: HouseScreen, chord: str) -> None:
    """Find what departments answered before, and use it where the cursor is."""
    seen: dict[str, Known] = {}

    async def look(words: str) -> Sequence[Choice]:
        found = await screen.desk.similar(words, limit=20)
        seen.update((str(known.id), known) for known in found)
        return [_answered(known) for known in found]

    chosen = await screen.app.push_screen_wait(Find(t("What was answered before? Write the question"), look))
    if chosen is None:
        return
    row = screen.row()
    if row is None:  # there is no reply to put it into, so it is only read
        known = seen[chosen.value]
        await screen.app.push_screen_wait(Read(known.question, known.answer.splitlines()))
        return
    await reuse(screen, row.conversation.id, int(chosen.value))


def _answered(known: Known) -> Choice:
    age = t("{span} ago", span=ago(known.at, datetime.now(UTC)))
    beside = ", ".join(word for word in (known.department, age, difference(known)) if word)
    return Choice(str(known.id), f"{cut(known.question, 60)} → {cut(known.answer, 80)}", beside)


async def outdate(screen: HouseScreen, chord: str) -> None:
    """Say that the answer under the cursor is true no longer, or true again."""
    request = _request(screen)
    if request is None or request.state is not RequestState.ACCEPTED:
        screen.say(t("Go to an accepted answer in the thread first."), error=True)
        return
    if request.outdated_by:
        await screen.desk.perform(c.MarkCurrent(request.id))
        screen.say(t("The answer to request {id} is true again.", id=request.id))
        return
    why = await screen.app.push_screen_wait(WriteLines(t("Why is the answer out of date?")))
    if why is not None:
        await screen.desk.perform(c.MarkOutdated(request.id, why))
        screen.say(t("The answer to request {id} is out of date; it is not offered any more.", id=request.id))


async def use_answer(screen: HouseScreen, chord: str) -> None:
    """Put a department's answer into the reply; accepts it if nobody has yet."""
    model = await screen.chosen_thread()
    request = model.usable() if model else None
    if not isinstance(screen, MainScreen) or model is None or request is None:
        screen.say(t("No department has answered here yet."), error=True)
        return
    if request.state is RequestState.ANSWERED:
        await screen.desk.perform(c.Accept(request.id, request.version))
    writing = screen.composer.writing
    if writing is None or writing.mode is not Mode.REPLY or writing.about != request.conversation:
        thread = await screen.desk.thread(request.conversation, limit=1)
        screen.add_class("-reading")
        screen.open_reply(thread, model.last_number)
        writing = screen.composer.writing
    if writing is not None:
        before = screen.composer.text
        screen.composer.insert(("\n\n" if before.strip() else "") + str(request.answer or ""))
        writing.answers = tuple(dict.fromkeys((*writing.answers, request.id)))
        screen.composer.retitle()


def _request(screen: HouseScreen) -> Request | None:
    if isinstance(screen, RequestsScreen):
        row = screen.request_row()
        return row.request if row else None
    model = screen.thread()
    noun = model.current if model else None
    return noun if isinstance(noun, Request) else None


async def accept(screen: HouseScreen, chord: str) -> None:
    """Accept the answer without using it yet."""
    model = await screen.chosen_thread()
    if (request := model.usable() if model else None) is not None:
        await screen.desk.perform(c.Accept(request.id, request.version))
        screen.say(t("The answer is accepted; v puts it into the reply."))


async def withdraw(screen: HouseScreen, chord: str) -> None:
    """Take the question under the cursor back."""
    if (request := _request(screen)) is None:
        screen.say(t("Go to a request in the thread first."), error=True)
        return
    await screen.desk.perform(c.Withdraw(request.id))
    screen.say(t("The question is taken back."))


async def say_missing(screen: HouseScreen, chord: str) -> None:
    """Answer a department's counter-question, or say what its answer lacks."""
    request = _request(screen)
    if request is None or not isinstance(screen, WritingScreen):
        screen.say(t("Go to a request in the thread first."), error=True)
        return
    screen.add_class("-reading")
    screen.open_writing(
        Writing(
            Mode.MISSING,
            request.id,
            t("to {department} about request #{id}", department=request.department, id=request.id),
            request.conversation,
        )
    )


def _write(screen: HouseScreen, mode: Mode, title: str) -> None:
    request = _request(screen)
    if isinstance(screen, RequestsScreen) and request is not None:
        screen.add_class("-reading")
        said = t(title, name=request.author, id=request.id)
        screen.open_writing(Writing(mode, request.id, said, request.conversation))


async def answer(screen: HouseScreen, chord: str) -> None:
    """Begin the answer."""
    _write(screen, Mode.ANSWER, "answer to {name} (internal) · request #{id}")


async def ask_back(screen: HouseScreen, chord: str) -> None:
    """Begin a counter-question."""
    _write(screen, Mode.RETURN, "question back to {name} · request #{id}")


async def decline(screen: HouseScreen, chord: str) -> None:
    """Begin the reason for declining."""
    _write(screen, Mode.DECLINE, "decline {name}'s request #{id}, with a reason")


async def take_request(screen: HouseScreen, chord: str) -> None:
    """Say that one works on it."""
    if (request := _request(screen)) is not None:
        await screen.desk.perform(c.TakeRequest(request.id))
        screen.say(t("You work on request {id}; others see that.", id=request.id))


async def redirect(screen: HouseScreen, chord: str) -> None:
    """Pass it to another department, with a line."""
    if (request := _request(screen)) is None:
        return
    departments = [d.name for d in await screen.desk.departments() if d.name != request.department]
    chosen = await screen.app.push_screen_wait(Pick(t("Who can answer this?"), [Choice(d, d) for d in departments]))
    if not chosen:
        return
    line = await screen.app.push_screen_wait(
        WriteLines(t("A line for {name} (may be empty)", name=chosen), may_be_empty=True)
    )
    if line is not None:
        await screen.desk.perform(c.Redirect(request.id, chosen, line))
        await screen.reload()  # it is no longer ours to see, so nothing else tells us
        screen.say(t("Request {id} is with {department}.", id=request.id, department=chosen))
