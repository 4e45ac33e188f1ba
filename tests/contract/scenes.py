"""The table of who may do what, command by command, and a scene for each: something that is there to be done.

A command that is not in here is one nobody decided about: the test that reads this fails for it.
"""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from inbox.domain import commands as c
from inbox.domain.access import digest
from inbox.domain.automation import If, Rule, Then
from inbox.domain.competence import Competence
from inbox.domain.goals import CardKind, CardScope
from inbox.domain.incoming import Incoming, Kind
from inbox.domain.model import Delivery, Role
from inbox.domain.signing import Step
from inbox.domain.storm import Signals
from inbox.ports.desk import made
from inbox.services.gate import fresh
from tests.world import World

ROLES = {"mia": "trainee", "tom": "specialist", "anna": "manager", "lola": "lead", "adam": "admin", "otto": "auditor"}
"""Who stands for which role; the table's columns in this order."""
OWN, FOREIGN, ABSENT = "acme@x", "foreign@x", 999_999
Make = Callable[[int], c.Command]
_COUNT = itertools.count(1)
PASSWORD = "richtig pferd batterie"


async def staff(w: World) -> None:
    """Let those work here whom the scenes need beside the company."""
    lea = await w.desk("lea")
    own = (OWN, "school@x")
    await lea.perform(c.AddPerson("lola", (Role.LEAD,), channels=own))
    await lea.perform(c.AddPerson("mio", (Role.TRAINEE,)))
    await lea.perform(c.AddPerson("kai", (Role.MANAGER,)))
    await lea.perform(c.SetPerson("anna", departments=("development",)))
    for name in ROLES:
        await lea.perform(c.SetAbility(name, Competence.MEDIA, 1, "gesehen"))


@dataclass
class Scene:
    """Somebody, and the channel on which something is theirs to do, or is not."""

    w: World
    actor: str
    channel: str

    @property
    def owner(self) -> str:
        """Who owns what is here: the actor where they can."""
        if self.channel == FOREIGN:
            return "kai"
        return self.actor if self.actor in ("mia", "anna", "lola") else "jonas"

    async def as_(self, name: str, command: c.Command) -> int:
        """Let somebody do something; returns the id of what that made."""
        return made(await (await self.w.desk(name)).perform(command)) or 0

    async def unowned(self) -> int:
        """A conversation."""
        return await self.w.arrives(who=f"{self.channel} {self.actor} {next(_COUNT)}", channel=self.channel)

    async def conversation(self, owner: str = "") -> int:
        """A conversation with an owner."""
        id = await self.unowned()
        await self.as_("lea", c.Assign(id, owner or self.owner))
        return id

    async def held(self, writer: str = "mio") -> int:
        """A reply that waits for a sign-off."""
        return await self.as_(writer, c.Reply(await self.conversation(writer), "Antwort"))

    async def slow(self) -> int:
        """A reply that leaves after a while."""
        await self.as_("lea", c.SetGuard("kai", Step.DELAYED))
        message = await self.as_("kai", c.Reply(await self.conversation("kai"), "Antwort"))
        await self.as_("lea", c.SetGuard("kai", None))
        return message

    async def written(self) -> int:
        """A reply that has not left."""
        return await self.as_(self.owner, c.Reply(await self.conversation(), "Antwort"))

    async def unknown(self) -> int:
        """A reply of which nobody knows whether it arrived."""
        id = await self.conversation()
        writer = "lea" if self.owner == "mia" else self.owner
        if writer == "lea":
            await self.as_("lea", c.Take(id))
        message = await self.as_(writer, c.Reply(id, "Antwort", now=True))
        if writer == "lea":
            await self.as_("lea", c.Assign(id, self.owner))
        office = self.w.house._office
        await office.perform(c.BeginSend(message), None)
        await office.perform(c.EndSend(message, Delivery.UNKNOWN), None)
        return message

    async def closed(self) -> int:
        """A closed conversation."""
        id = await self.conversation()
        if self.owner not in ("mia", "jonas"):
            await self.as_(self.owner, c.Close(id))
            return id
        await self.as_("lea", c.Take(id))
        await self.as_("lea", c.Close(id))
        return id

    async def request(self) -> int:
        """A question to the department of who is asked."""
        return await self.as_("lea", c.Ask(await self.conversation(), self._department, "Was?"))

    @property
    def _department(self) -> str:
        return "legal" if self.channel == FOREIGN else "development"

    async def mine(self) -> int:
        """A question that the owner asked."""
        return await self.as_(self.owner, c.Ask(await self.conversation(), self._department, "Was?"))

    async def answered(self) -> int:
        """A question that was answered."""
        request = await self.mine()
        await self.as_("lea", c.Answer(request, "Das."))
        return request

    async def accepted(self, *, outdated: bool = False) -> int:
        """An answer that was accepted."""
        request = await self.answered()
        await self.as_(self.owner, c.Accept(request))
        if outdated:
            await self.as_("lea", c.MarkOutdated(request, "alt"))
        return request

    async def outdated(self) -> int:
        """An answer that is true no longer."""
        return await self.accepted(outdated=True)

    async def contact(self) -> int:
        """A contact whose conversation the owner has."""
        id = await self.conversation()
        return int((await self.w.db.read("select contact from conversation where id = $1", (id,)))[0][0])

    async def storm(self) -> int:
        """A storm in what is here."""
        raised = c.RaiseStorm("Depot", Signals(9, 8, 7, 6), (await self.unowned(),))
        return made(await self.w.house._office.perform(raised, None)) or 0

    async def frozen(self) -> int:
        """A reply that stays because sending is frozen."""
        message = await self.written()
        office = self.w.house._office
        if not await self.w.db.read("select id from stop where ended_at is null"):
            await self.as_("lea", c.FreezeSending())
        if (due := (await self.w.db.read("select due from message where id = $1", (message,)))[0][0]) is not None:
            self.w.clock.at = max(self.w.clock.at, datetime.fromisoformat(due))
            await office.perform(c.BeginSend(message), None)
        return message

    async def move(self) -> int:
        """Something that changed hands at once."""
        id = await self.conversation()
        to = "lea" if self.channel == FOREIGN else "jonas" if self.owner != "jonas" else "anna"
        return await self.as_(self.owner, c.AssignMany((id,), to))

    async def link(self) -> int:
        """Two contacts that are one person."""
        return await self.as_("lea", c.LinkContacts(await self.contact(), await self.contact(), "x"))

    async def mention(self) -> int:
        """A note that names the actor, or somebody else."""
        if self.actor not in ("mia", "anna", "lola"):
            return ABSENT
        whose = "kai" if self.channel == FOREIGN else self.actor
        id = await self.unowned()
        await self.as_("lea", c.WriteNote(id, f"@{whose} schau"))
        ((mention,),) = await self.w.db.read("select id from mention where conversation = $1", (id,))
        return int(mention)

    async def absence(self) -> int:
        """An absence of the owner."""
        to = "lea" if self.channel == FOREIGN else "jonas" if self.owner != "jonas" else "anna"
        return await self.as_("lea", c.PlanAbsence(self.owner, to, _later()))

    async def guideline(self) -> int:
        """A guideline of the channel."""
        return await self.as_("lea", c.PublishGuideline("Ton", "freundlich", scope=CardScope((self.channel,))))

    async def goal(self) -> int:
        """A goal of the channel; what holds already makes room for it."""
        lea = await self.w.desk("lea")
        for card in await lea.cards():
            if card.kind is CardKind.GOAL:
                await lea.perform(c.EndCard(card.card))
        return await self.as_("lea", c.PublishGoal("Ziel", _later(), "zuhören", scope=CardScope((self.channel,))))

    async def token(self) -> int:
        """A token of whoever acts, or of somebody else."""
        whose = "kai" if self.channel == FOREIGN else self.actor
        return await self.as_("lea", c.MakeToken(whose, digest(fresh())))


async def _near(s: Scene) -> int:
    """A contact of the actor's own channel."""
    return await Scene(s.w, s.actor, OWN).contact()


async def _elsewhere(s: Scene) -> tuple[int, Make]:
    """An accepted answer, and a conversation on the actor's own channel in which it may be used."""
    request, near = await s.accepted(), await Scene(s.w, s.actor, OWN).conversation()
    return request, lambda id: c.Reuse(near, id)


Builder = Callable[[Scene], Awaitable[tuple[int, Make]]]


def of(thing: Callable[[Scene], Awaitable[int]], make: Make) -> Builder:
    """Return what builds a scene around one thing with a number."""

    async def build(s: Scene) -> tuple[int, Make]:
        return await thing(s), make

    return build


def pair(make: Callable[[int, int], c.Command]) -> Builder:
    """Return what builds a scene of a contact and one of the actor's own channel."""

    async def build(s: Scene) -> tuple[int, Make]:
        near = await _near(s)
        return await s.contact(), lambda id: make(id, near)

    return build


async def _asked_about(s: Scene) -> int:
    id = await s.conversation()
    await s.as_("lea", c.Ask(id, s._department, "Was?"))
    return id


async def _grouping(s: Scene) -> tuple[int, Make]:
    near = await Scene(s.w, s.actor, OWN).unowned()
    return await s.storm(), lambda id: c.GroupStorm(id, (near,))


async def _waiting_statement(s: Scene) -> int:
    """A storm whose statement waits for somebody else's word."""
    storm = await Scene.storm(s)
    await s.as_("lea", c.StateStorm(storm, "Das war unser Fehler."))
    return storm


LATER = timedelta(days=1)
OURS = CardScope((OWN,))
NUMBERED: dict[type[c.Command], tuple[str, Builder]] = {
    # trainee specialist manager lead admin auditor
    c.Reply: ("y n y y n n", of(Scene.conversation, lambda i: c.Reply(i, "Antwort"))),
    c.TakeBack: ("y n y y n n", of(Scene.written, c.TakeBack)),
    c.Approve: ("n n n y n n", of(Scene.held, c.Approve)),
    c.Refuse: ("n n n y n n", of(Scene.held, lambda i: c.Refuse(i, "nein"))),
    c.Stop: ("n n n y n n", of(Scene.slow, c.Stop)),
    c.Settle: ("n n y y n n", of(Scene.unknown, lambda i: c.Settle(i, "dropped"))),
    c.WriteNote: ("y y y y n n", of(_asked_about, lambda i: c.WriteNote(i, "Notiz"))),
    c.SaveDraft: ("y n y y n n", of(Scene.conversation, lambda i: c.SaveDraft(i, "Entwurf"))),
    c.Close: ("n n y y n n", of(Scene.conversation, c.Close)),
    c.Reopen: ("n n y y n n", of(Scene.closed, c.Reopen)),
    c.Snooze: ("n n y y n n", of(Scene.conversation, lambda i: c.Snooze(i, _later()))),
    c.Tag: ("y n y y n n", of(Scene.conversation, lambda i: c.Tag(i, ("vip",)))),
    c.Take: ("n n y y n n", of(Scene.unowned, c.Take)),
    c.Assign: ("y n y y n n", of(Scene.conversation, lambda i: c.Assign(i, "kai"))),
    c.AssignMany: ("y n y y n n", of(Scene.conversation, lambda i: c.AssignMany((i,), "kai"))),
    c.CloseMany: ("n n y y n n", of(Scene.conversation, lambda i: c.CloseMany((i,)))),
    c.SnoozeMany: ("n n y y n n", of(Scene.conversation, lambda i: c.SnoozeMany((i,), _later()))),
    c.TagMany: ("y n y y n n", of(Scene.conversation, lambda i: c.TagMany((i,), ("vip",)))),
    c.UndoMove: ("y n y y n n", of(Scene.move, c.UndoMove)),
    c.Release: ("y n y y n n", of(Scene.conversation, c.Release)),
    c.Ask: ("y n y y n n", of(Scene.conversation, lambda i: c.Ask(i, "legal", "Was?"))),
    c.TakeRequest: ("n y y y n n", of(Scene.request, c.TakeRequest)),
    c.Answer: ("n y y y n n", of(Scene.request, lambda i: c.Answer(i, "Das."))),
    c.Return: ("n y y y n n", of(Scene.request, lambda i: c.Return(i, "Wie?"))),
    c.Decline: ("n y y y n n", of(Scene.request, lambda i: c.Decline(i, "nein"))),
    c.Redirect: ("y y y y n n", of(Scene.request, lambda i: c.Redirect(i, "legal", "dorthin"))),
    c.Accept: ("y n y y n n", of(Scene.answered, c.Accept)),
    c.Reuse: ("y n y y n n", _elsewhere),
    c.MarkOutdated: ("y n y y n n", of(Scene.accepted, lambda i: c.MarkOutdated(i, "alt"))),
    c.MarkCurrent: ("n n y y n n", of(Scene.outdated, c.MarkCurrent)),
    c.Withdraw: ("y n y y n n", of(Scene.mine, c.Withdraw)),
    c.LinkContacts: ("n n y y n n", pair(lambda a, b: c.LinkContacts(a, b, "x"))),
    c.DismissLink: ("n n y y n n", pair(c.DismissLink)),
    c.UnlinkContacts: ("n n y y n n", of(Scene.link, c.UnlinkContacts)),
    c.SeeMentions: ("y n y y n n", of(Scene.mention, lambda i: c.SeeMentions((i,)))),
    c.PublishGoal: ("n n n y n n", of(Scene.goal, lambda i: c.PublishGoal("Neu", _later(), "x", scope=OURS, card=i))),
    c.PublishGuideline: (
        "n n n y n n",
        of(Scene.guideline, lambda i: c.PublishGuideline("N", "x", scope=OURS, card=i)),
    ),
    c.EndCard: ("n n n y n n", of(Scene.guideline, c.EndCard)),
    c.See: ("y n y y n n", of(Scene.conversation, lambda i: c.See(i, 1))),
    c.LeadStorm: ("n n n y n n", of(Scene.storm, c.LeadStorm)),
    c.ReleaseStatement: ("n n n y n n", of(_waiting_statement, c.ReleaseStatement)),
    c.StateStorm: ("n n n y n n", of(Scene.storm, lambda i: c.StateStorm(i, "Wir prüfen das."))),
    c.GroupStorm: ("n n n y n n", _grouping),
    c.EndStorm: ("n n n y n n", of(Scene.storm, c.EndStorm)),
    c.LetGo: ("n n n y n n", of(Scene.frozen, c.LetGo)),
    c.RevokeToken: ("y y y y y y", of(Scene.token, c.RevokeToken)),
    c.EndAbsence: ("y n y y n n", of(Scene.absence, c.EndAbsence)),
    c.SetNeed: ("y n y y n n", of(Scene.conversation, lambda i: c.SetNeed(i, Competence.MEDIA, 2))),
}
"""Commands about something with a number: who may, of what is their own."""


def _tried(name: str) -> int:
    """Return what switches the scenes' rule of a name on: the number of its try."""
    return Rule(0, name, "arrives", If(channel=OWN), (Then("tag", f"t{len(name)}"),), 1).trial


def _later() -> datetime:
    from tests.world import NOON

    return NOON + LATER


NAMED: dict[type[c.Command], tuple[str, Callable[[str], c.Command], str]] = {
    c.AssignAll: ("n n n y n n", lambda n: c.AssignAll(n, "jonas"), "kai"),
    c.SetTemplate: ("n n n y n n", lambda n: c.SetTemplate(n, "Hallo {first_name|dort}!"), "Gruß"),
    c.RemoveTemplate: ("n n n y n n", c.RemoveTemplate, "Gruß"),
    c.KeepView: ("y n y y n n", lambda n: c.KeepView(n, "waiting"), "Liste"),
    c.ForgetView: ("y n y y n n", c.ForgetView, "Liste"),
    c.SetHours: ("n n n y n n", lambda n: c.SetHours("", "mon-fri 9-17", within=len(n)), "Zeiten"),
    c.RemoveHours: ("n n n y n n", lambda n: c.RemoveHours("" if n == "Zeiten" else n), "Zeiten"),
    c.SetRule: (
        "n n n y n n",
        lambda n: c.SetRule(n, "arrives", If(channel=OWN), (Then("tag", f"t{len(n)}"),)),
        "Regel",
    ),
    c.SwitchRule: ("n n n y n n", lambda n: c.SwitchRule(n, on=True, version=_tried(n)), "Regel"),
    c.RemoveRule: ("n n n y n n", c.RemoveRule, "Regel"),
    c.SetAbility: ("n n n y n n", lambda n: c.SetAbility(n, Competence.MEDIA, 2, "gesehen"), "kai"),
    c.ContestAbility: ("y y y y y y", lambda n: c.ContestAbility(Competence.MEDIA, n), "zu wenig"),
    c.SetNeedRules: ("n n n y n n", lambda n: c.SetNeedRules(f"# {n}"), "neu"),
    c.PlanAbsence: ("n n n y n n", lambda n: c.PlanAbsence(n, "lea", _later()), "kai"),
    c.AddPerson: ("n n n n y n", lambda n: c.AddPerson(f"{n} 2", (Role.MANAGER,)), "neu"),
    c.SetPerson: ("n n n n y n", lambda n: c.SetPerson(n, (Role.AUDITOR,)), "fort"),
    c.RemovePerson: ("n n n n y n", c.RemovePerson, "fort"),
    c.AddDepartment: ("n n n n y n", lambda n: c.AddDepartment(f"{n} 2"), "neu"),
    c.SetDepartment: ("n n n n y n", lambda n: c.SetDepartment(n, timedelta(hours=1)), "sales"),
    c.RemoveDepartment: ("n n n n y n", c.RemoveDepartment, "sales"),
    c.AddChannel: ("n n n n y n", lambda n: c.AddChannel(f"{n} 2", "demo"), "neu"),
    c.SetChannel: ("n n n n y n", lambda n: c.SetChannel(n, (("a", "b"),)), "spare"),
    c.RemoveChannel: ("n n n n y n", c.RemoveChannel, "spare"),
    # The whole house's: the lead here leads two channels of it.
    c.SetStormWatch: ("n n n n n n", lambda _: c.SetStormWatch(4), "fort"),
    c.FreezeSending: ("n n n y n n", lambda n: c.FreezeSending((n,)), "acme@x"),
    c.UnfreezeSending: ("n n n y n n", lambda _: c.UnfreezeSending(), "acme@x"),
    c.MakeToken: ("n n n n y n", lambda n: c.MakeToken(n, digest(fresh())), "fort"),
    c.SetPassword: ("n n n n y n", lambda n: c.SetPassword(n, PASSWORD), "fort"),
    c.SetMail: ("n n n n y n", lambda n: c.SetMail(n, f"{n}@acme.test"), "fort"),
    c.SetGuard: ("n n n y n n", lambda n: c.SetGuard(n, Step.FREE, OWN), "fort"),
    c.SetRisks: ("n n n n n n", lambda _: c.SetRisks(""), "fort"),
    c.SetLogin: ("n n n n y n", lambda n: c.SetLogin(n, f"{n}@acme.test"), "fort"),
}
"""Commands about something with a name, which everybody may know: who may, and a name that is there."""

INNER: dict[type[c.Command], c.Command] = {
    c.Receive: c.Receive(OWN, Incoming(Kind.MESSAGE, "x", "x", None, "x")),  # type: ignore[arg-type]  # never looked at
    c.BeginSend: c.BeginSend(1),
    c.EndSend: c.EndSend(1, Delivery.SENT),
    c.Wake: c.Wake(1),
    c.Ring: c.Ring(1),
    c.Warn: c.Warn(1),
    c.TurnAbsence: c.TurnAbsence(1),
    c.RaiseStorm: c.RaiseStorm("x", Signals(1, 1, 1, 1), (1,)),
    c.JoinStorm: c.JoinStorm(1, (1,)),
    c.CalmStorm: c.CalmStorm(1),
    c.Remind: c.Remind(1),
    c.EndLetter: c.EndLetter(1),
}
"""What only the inbox itself does."""
