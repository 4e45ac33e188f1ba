"""Who is told of a request beside the screens: whoever is asked by mail, reminded before the due time, and leads where it was missed.

Who is away is not asked as long as a colleague is there; where nobody is, or is any more once an absence begins, whoever
leads is told at once. Somebody who leads and is away is stood in for by whoever acts for them.
"""

from __future__ import annotations

from datetime import datetime

from inbox.domain import events as e
from inbox.domain.absence import Absence
from inbox.domain.acting import acting
from inbox.domain.commands import EndLetter, Remind, SetMail
from inbox.domain.hours import of
from inbox.domain.letters import STANDS, LetterKind, LetterState, gateway, ours
from inbox.domain.model import AT_DEPARTMENT, Conversation, Person, Request, Role
from inbox.domain.neededby import reminder
from inbox.domain.people import Act, Reach, reach, require, sees, serves
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules, seal
from inbox.domain.text import clean_line
from inbox.errors import BadInput, NotFound, Refused


def _colleagues(picture: Picture, department: str) -> list[Person]:
    """Return who of a department answers requests, by name."""
    found = (p for p in picture.people.values() if department in p.departments)
    return sorted((p for p in found if reach(p, Act.ANSWER) is not Reach.NONE), key=lambda p: p.name)


def _away(picture: Picture, person: str, at: datetime) -> bool:
    return any(a.person == person and a.lasts(at) for a in picture.absences.values())


def _nobody_there(picture: Picture, department: str, at: datetime) -> bool:
    """Tell whether all of a department are away; one without anybody has nobody who could be."""
    people = _colleagues(picture, department)
    return bool(people) and all(_away(picture, p.name, at) for p in people)


def _letters(picture: Picture, request: Request, kind: LetterKind, at: datetime, mint: Mint) -> list[Fact]:
    """Write to those of a department who are asked by mail: who works on it, else all who are there."""
    if gateway(picture.channels.values()) is None:
        return []
    people = [p for p in _colleagues(picture, request.department) if request.taken_by in (None, p.name)]
    there = (
        people
        if _nobody_there(picture, request.department, at)
        else [p for p in people if not _away(picture, p.name, at)]
    )
    return [_letter(request, p.name, kind, at, mint) for p in there if p.name in picture.correspondents]


def _letter(request: Request, person: str, kind: LetterKind, at: datetime, mint: Mint) -> Fact:
    until = max(request.due or at, at) + STANDS
    return request.conversation, e.LetterWritten(request.id, mint.id(), person, kind, until)


def asked(picture: Picture, request: Request, at: datetime, mint: Mint) -> list[Fact]:
    """Write to those of a department who are asked by mail; where nobody is there, tell who leads at once."""
    return [*_letters(picture, request, LetterKind.ASKED, at, mint), *_unmanned(picture, request, at, mint)]


def _unmanned(picture: Picture, request: Request, at: datetime, mint: Mint) -> list[Fact]:
    if not _nobody_there(picture, request.department, at):
        return []
    to = _leading(picture, request, at)
    told = _told(picture, request, to, LetterKind.NOBODY, at, mint)
    return [(request.conversation, e.NobodyThere(request.id, to)), *told]


def emptied(picture: Picture, absence: Absence, at: datetime, mint: Mint) -> list[Fact]:
    """Tell who leads of what departments owe that are empty from the beginning of an absence on.

    Of several who go at one moment, the last one whose going is told empties the department: so it is told once.
    """
    away = picture.people.get(absence.person)
    found: list[Fact] = []
    for department in sorted(away.departments if away else ()):
        names = {p.name for p in _colleagues(picture, department)}
        others = [a for a in picture.absences.values() if a.person in names - {absence.person} and a.lasts(at)]
        if absence.person not in names or not all(a.begun for a in others):
            continue
        owed = (r for r in picture.requests.values() if r.department == department and r.state in AT_DEPARTMENT)
        for request in sorted(owed, key=lambda r: r.id):
            found += [] if request.escalated else _unmanned(picture, request, at, mint)
    return found


def remind(picture: Picture, command: Remind, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Remind a department once, before a request is due."""
    request = picture.requests.get(command.request)
    if request is None or request.state not in AT_DEPARTMENT or request.reminded or request.rang:
        return []
    hours = of(picture.hours, picture.conversations[request.conversation].channel)
    when = reminder(request.since, request.due, hours)
    if when is None or when > at:
        return []
    told = [] if request.escalated else _unmanned(picture, request, at, mint)
    reminded = (request.conversation, e.RequestReminded(request.id))
    return [reminded, *_letters(picture, request, LetterKind.REMINDER, at, mint), *told]


def escalated(picture: Picture, request: Request, at: datetime, mint: Mint) -> list[Fact]:
    """Tell who leads where the ball lies that a due time has passed."""
    to = _leading(picture, request, at)
    told = _told(picture, request, to, LetterKind.ESCALATION, at, mint)
    return [(request.conversation, e.RequestEscalated(request.id, to)), *told]


def _told(picture: Picture, request: Request, to: str, kind: LetterKind, at: datetime, mint: Mint) -> list[Fact]:
    if to not in picture.correspondents or gateway(picture.channels.values()) is None:
        return []
    return [_letter(request, to, kind, at, mint)]


def _leading(picture: Picture, request: Request, at: datetime) -> str:
    """Return who leads a department that owes an answer, or a lead who sees the conversation; "" where nobody does.

    Whoever is away is stood in for by who acts; who has nobody that acts is passed over as long as there is another.
    """
    conversation = picture.conversations[request.conversation]
    department = picture.departments.get(request.department)
    owes = request.state in AT_DEPARTMENT
    leads = [p for p in picture.people.values() if p.active and Role.LEAD in p.roles and sees(p, conversation)]
    leads.sort(key=lambda p: (owes and request.department not in p.departments, p.name == request.author, p.name))
    named = [department.lead] if owes and department is not None else []
    could = [picture.people.get(name) for name in dict.fromkeys([*named, *(p.name for p in leads)])]
    may = [p for p in could if p is not None and p.active and _hears(p, request, conversation)]
    for lead in may:
        actor = picture.people.get(acting(picture, lead.name, at))
        if actor is not None and not _away(picture, actor.name, at) and _hears(actor, request, conversation):
            return actor.name
    return may[0].name if may else ""


def _hears(person: Person, request: Request, conversation: Conversation) -> bool:
    return person.active and (sees(person, conversation) or serves(person, request, conversation))


def end_letter(picture: Picture, command: EndLetter, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Record how the sending of a letter ended."""
    letter = picture.letters.get(command.letter)
    if letter is None or letter.state is not LetterState.DUE:
        return []
    conversation = picture.requests[letter.request].conversation
    if not command.error:
        return [(conversation, e.LetterLeft(letter.request, letter.id))]
    error = seal(clean_line(command.error), mint)
    return [(conversation, e.LetterFailed(letter.request, letter.id, error, command.due))]


def set_mail(picture: Picture, command: SetMail, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Name the address at which somebody is asked; two people never share one, and none is that of a channel."""
    require(person, Act.SETUP)
    found = picture.people.get(command.person)
    if found is None or not found.active:
        raise NotFound("There is nobody called {name} here.", name=command.person)
    address = command.address.strip().lower()
    local, at_, domain = address.rpartition("@")
    if address and not (
        local and at_ and domain and address == clean_line(address) and len(address) <= 254 and " " not in address
    ):
        raise BadInput("{address} is no mail address.", address=clean_line(address))
    if address and (of_channel := ours(picture.channels.values(), address)) is not None:
        raise Refused(
            "{address} is the mailbox of channel {channel}; nobody is asked at an address of our own.",
            address=address,
            channel=of_channel.name,
        )
    for other in picture.correspondents.values():
        if address and str(other.address) == address and other.person != found.name:
            raise Refused("{person} is asked at this address already.", person=other.person)
    if not address and found.name not in picture.correspondents:
        return []
    return [(None, e.MailSet(found.name, seal(address, mint) if address else None))]


RULES: Rules = {SetMail: set_mail, Remind: remind, EndLetter: end_letter}
