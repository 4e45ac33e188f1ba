"""Deeds on requests: ask a department, use its answer, and, on the other side, answer."""

from __future__ import annotations

from datetime import UTC, datetime

from inbox.domain import commands as c
from inbox.domain.model import Department, Message, Request, RequestState, unanswered
from inbox.domain.rules.requests import askable
from inbox.domain.when import LOCAL, when
from inbox.errors import Refused
from inbox.texts import t
from inbox.tui.models.thread import ThreadModel
from inbox.tui.screens.asking import RequestForm
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.main import MainScreen
from inbox.tui.screens.overlays import Choice, Pick, WriteLines
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
    hours = f"{department.answers_in.total_seconds() / 3600:g}"
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
    shown, id, unsent, begun = _shown(model), row.conversation.id, screen.seat.unsent, f"question to {chosen}"
    asked = await screen.app.push_screen_wait(
        RequestForm(
            departments[chosen],
            shown,
            lambda text: when(text, datetime.now(UTC).astimezone(LOCAL)),
            unsent.text(begun, id),
            lambda text: unsent.keep(begun, id, text),
        )
    )
    if asked is None:
        if unsent.text(begun, id):
            screen.say(t("Your question to {department} is kept; x goes on with it.", department=chosen))
        return
    command = c.Ask(id, asked.department, asked.question, asked.due, asked.blocking, tuple(m.id for m in shown))
    await screen.desk.perform(command)
    unsent.keep(begun, id, "")
    model.chosen.clear()
    screen.say(t("{department} is asked; the answer appears here.", department=asked.department))


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
