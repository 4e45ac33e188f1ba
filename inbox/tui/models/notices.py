"""What somebody is told of what happens: by which fact, how urgently, in which words. Never a customer's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time

from inbox.domain import events as e
from inbox.domain.events import Recorded
from inbox.domain.model import Delivery, Person, Request
from inbox.domain.people import Act, Reach, reach
from inbox.errors import BadInput, InboxError
from inbox.ports.desk import Desk
from inbox.texts import t

WAYS = ("bell", "title", "osc9", "osc777", "osc99", "always", "off")
"""How somebody may be told: the terminal's bell, a number in its title, a notice of the desktop (three dialects of
terminals); `always`: also while the screens are looked at; `off`: not at all."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to be told: what it is about, in words of ours; `urgent` comes before what is only new.

    `shown` ones are said on the screen as well, where no list and no pane tells it.
    """

    text: str
    urgent: bool = False
    conversation: int | None = None
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """How somebody wants to be told: in which ways, by which command, and between which hours not at all."""

    ways: frozenset[str] = frozenset({"bell", "title"})
    command: str = ""
    quiet: tuple[time, time] | None = None

    def sleeps(self, now: datetime) -> bool:
        """Tell whether these are quiet hours; they may go past midnight."""
        if self.quiet is None:
            return False
        begin, end = self.quiet
        here = now.time()
        return begin <= here < end if begin <= end else here >= begin or here < end


def telling(ways: str, command: str, quiet: str) -> Telling:
    """Read how somebody wants to be told. Raises: BadInput."""
    chosen = frozenset(ways.replace(",", " ").split()) or Telling().ways
    if unknown := sorted(chosen - set(WAYS)):
        raise BadInput("{way} is no way to be told; there are: {known}.", way=unknown[0], known=", ".join(WAYS))
    if not quiet.strip():
        return Telling(chosen, command.strip())
    try:
        begin, end = (time.fromisoformat(part.strip().zfill(5)) for part in quiet.split("-"))
    except ValueError as cause:
        raise BadInput("{quiet} are no quiet hours; write them like 18:00-8:00.", quiet=repr(quiet)) from cause
    return Telling(chosen, command.strip(), (begin, end))


async def concerning(desk: Desk, facts: Sequence[Recorded]) -> list[Notice]:
    """Return what whoever sits at a desk is told of these facts, the urgent first.

    Theirs are the conversations they own and those of whom they act for now.
    """
    name, mine = desk.person.name, set[int]()
    with suppress(InboxError):  # a desk that is away says so itself
        rows = await desk.rows(sorted({f.conversation for f in facts if f.conversation is not None}))
        mine = {r.conversation.id for r in rows if name in (r.conversation.owner, r.acting)}
    requests: dict[int, Request] = {}
    for id in sorted({id for f in facts if (id := getattr(f.event, "request", 0))}):
        with suppress(InboxError):  # not for them, or a desk that is away
            requests[id] = (await desk.request(id)).request
    return notices(facts, desk.person, mine, requests)


def notices(
    facts: Sequence[Recorded], person: Person, mine: Collection[int], requests: Mapping[int, Request] | None = None
) -> list[Notice]:
    """Return what a person is told of these facts, the urgent first.

    `mine` are the conversations that are theirs to work on, `requests` the requests that these facts are about.
    """
    # That nobody is there to answer is no news of one's own making, though it comes of one's own question.
    others = [fact for fact in facts if fact.by != person.name or isinstance(fact.event, e.NobodyThere)]
    found = [n for fact in others if (n := _notice(fact, person, mine, requests or {})) is not None]
    return sorted(found, key=lambda n: not n.urgent)


def _notice(fact: Recorded, person: Person, mine: Collection[int], requests: Mapping[int, Request]) -> Notice | None:
    about = requests.get(getattr(fact.event, "request", 0))
    if about is not None and about.author == person.name:
        mine = {*mine, about.conversation}
    here = fact.conversation or 0
    if about is not None and about.department in person.departments:
        return _to_department(fact, about.id, here) or _to_person(fact, person, mine)
    if about is not None and isinstance(fact.event, e.NobodyThere):
        return _nobody_there(fact.event, person, about, own=about.conversation in mine)
    return _to_person(fact, person, mine)


def _nobody_there(event: e.NobodyThere, person: Person, about: Request, *, own: bool) -> Notice | None:
    """Return what whoever is to see to it is told, and whoever waits for the answer."""
    names = {"department": about.department, "id": about.id}
    if event.to == person.name:
        text = t("Nobody of {department} is there: see to request {id}.", **names)
    elif own and event.to:
        text = t("Nobody of {department} is there for request {id}; {name} was told.", **names, name=event.to)
    elif own:
        text = t("Nobody of {department} is there for request {id}, and nobody leads here.", **names)
    else:
        return None
    return Notice(text, urgent=True, conversation=about.conversation, shown=True)


def _to_department(fact: Recorded, id: int, here: int) -> Notice | None:
    """Return what those are told whose department a request is at."""
    match fact.event:
        case e.RequestReminded():
            return Notice(t("Request {id} is due soon.", id=id), conversation=here)
        case e.RequestReturned(to_department=True):
            return Notice(t("Request {id} is back with you.", id=id), conversation=here)
    return None


def _to_person(fact: Recorded, person: Person, mine: Collection[int]) -> Notice | None:
    here, by, own = fact.conversation or 0, fact.by or "", (fact.conversation or 0) in mine
    match fact.event:
        case e.Mentioned(person=name) if name == person.name:
            return Notice(
                t("{by} names you in conversation {id}.", by=by or t("the inbox"), id=here), conversation=here
            )
        case e.Assigned(owner=name) if name == person.name and by:
            return Notice(t("{by} hands you conversation {id}.", by=by, id=here), conversation=here)
        case e.RequestAnswered(request=id) if own:
            return Notice(t("Request {id} is answered.", id=id), conversation=here)
        case e.RequestReturned(request=id, to_department=False) if own:
            return Notice(t("Request {id} comes back with a question.", id=id), conversation=here)
        case e.RequestDeclined(request=id) if own:
            return Notice(t("Request {id} is declined.", id=id), urgent=True, conversation=here)
        case e.RequestFellDue(request=id):
            return Notice(t("Request {id} has passed its due time.", id=id), urgent=True, conversation=here)
        case e.RequestEscalated(request=id, to=name) if name == person.name:
            return Notice(t("Request {id} is late; you are to see to it.", id=id), urgent=True, conversation=here)
        case e.RequestRedirected(request=id, department=name) if name in person.departments:
            return Notice(
                t("{department} is asked: request {id} was passed on.", department=name, id=id), conversation=here
            )
        case e.MailNoted(request=id, person=name) if own or name == person.name:
            return Notice(_mail_noted(id, name, own=name == person.name), conversation=here, shown=True)
        case e.Asked(department=name) if name in person.departments:
            return Notice(t("{department} is asked about conversation {id}.", department=name, id=here))
        case e.MessageReceived(automatic=False) if own:
            return Notice(t("Your contact wrote in conversation {id}.", id=here), conversation=here)
        case e.TargetNear() if own:
            return Notice(t("The answer in conversation {id} is due soon.", id=here), conversation=here, shown=True)
        case e.TargetMissed() if own or _leads(person):
            return Notice(t("The answer in conversation {id} is overdue.", id=here), True, here, shown=True)
    return _of_reply(fact.event, person, here, own=own)


def _of_reply(event: e.Event, person: Person, here: int, *, own: bool) -> Notice | None:
    """Return what becomes of a reply that did not just leave."""
    match event:
        case e.ReplyRefused() | e.ReplyTakenBack() if own:
            return Notice(t("A reply in conversation {id} comes back.", id=here), conversation=here)
        case e.DeliveryChanged(delivery=Delivery.FAILED | Delivery.UNKNOWN) if own:
            return Notice(
                t("A reply in conversation {id} may not have arrived.", id=here), urgent=True, conversation=here
            )
        case e.ReplyWritten(delivery=Delivery.HELD) if reach(person, Act.APPROVE) is Reach.ALL:
            return Notice(t("A reply waits for a sign-off in conversation {id}.", id=here), conversation=here)
    return None


def _mail_noted(id: int, person: str, *, own: bool) -> str:
    if own:
        return t("A mail of yours names request {id}; what became of it stands there.", id=id)
    return t("A mail of {person} names request {id}; what became of it stands there.", person=person, id=id)


def _leads(person: Person) -> bool:
    return reach(person, Act.ASSIGN) is Reach.ALL


def together(told: Sequence[Notice]) -> str:
    """Return several notices as one line: the first, and how many more."""
    if not told:
        return ""
    return told[0].text + (f" {t('And {n} more.', n=len(told) - 1)}" if len(told) > 1 else "")
