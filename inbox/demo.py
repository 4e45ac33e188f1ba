"""Builds the demo inbox: people of all roles, channels with scripted customers, work in every state.

Everything is done through desks and the intake, as people and platforms would do it; only the
clock is moved, so that a working morning has passed when the demo opens.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inbox.bootstrap import House, clock, create, open_house
from inbox.domain import commands as c
from inbox.domain.automation import If, Then
from inbox.domain.competence import Competence
from inbox.domain.goals import CardScope
from inbox.domain.incoming import Visibility
from inbox.domain.model import Role
from inbox.domain.signing import Step
from inbox.domain.views import Filter
from inbox.ports.desk import Desk, Row, View, made
from inbox.texts import t
from inbox.tui.models.lines import Line
from inbox.tui.models.rows import conversation_line, request_line
from inbox.tui.models.thread import ThreadModel

PEOPLE = (
    ("anna", (Role.MANAGER,), ()),
    ("jonas", (Role.MANAGER,), ()),
    ("mia", (Role.TRAINEE,), ()),
    ("tom", (Role.SPECIALIST,), ("development",)),
    ("eva", (Role.SPECIALIST,), ("legal",)),
    ("otto", (Role.AUDITOR,), ()),
)
DEPARTMENTS = (("development", 4), ("legal", 24), ("product", 8), ("shipping", 1))
ABLE = {
    "anna": ((Competence.PLATFORM, 2), (Competence.CUSTOMER_ORIENTATION, 2), (Competence.MEDIA, 1)),
    "jonas": (
        (Competence.PLATFORM, 2),
        (Competence.PRODUCT, 2),
        (Competence.EMPATHY, 2),
        (Competence.CUSTOMER_ORIENTATION, 1),
    ),
    "lea": (
        (Competence.MEDIA, 3),
        (Competence.FORESIGHT, 2),
        (Competence.TAKING_CRITICISM, 3),
        (Competence.PLATFORM, 3),
    ),
    "mia": ((Competence.PLATFORM, 3), (Competence.CUSTOMER_ORIENTATION, 1)),
    "legal": ((Competence.LEGAL_RISK, 3),),
    "development": ((Competence.PRODUCT, 3),),
}
"""Who is able to do what in the demo; nobody is everything."""
EARLY = ("facebook", "mastodon", "email", "whatsapp")
LATE = ("instagram", "telegram", "x")
TRAINING = ("instagram", "telegram")
MORNING = timedelta(minutes=95)
"""How long before the demo opens its people came in."""


class _Clock:
    """The time in the demo while it is built: it passes when somebody says so."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, minutes: int) -> None:
        """Let minutes pass."""
        self.at += timedelta(minutes=minutes)


async def build(folder: Path, lang: str, seed: int) -> str:
    """Make the demo inbox in a folder and return where it is. Raises: Refused where one stands already."""
    where, opens = str(folder / "inbox.db"), clock()
    time = _Clock(opens - MORNING)
    await create(where, lead="lea", now=time)
    async with open_house(where, now=time) as house:
        lea = await house.desk("lea")
        for name, hours in DEPARTMENTS:
            await lea.perform(c.AddDepartment(name, timedelta(hours=hours)))
        for name, roles, departments in PEOPLE:
            await lea.perform(c.AddPerson(name, roles, departments))
        # A demo has no past from which the watch could learn: it is told to speak up sooner.
        await lea.perform(c.SetStormWatch(times=2, people=3))
        await _templates(lea, german=lang == "de")
        await _channels(lea, EARLY, lang, seed)
        await house.sync_once()
        cast = _Cast(house, time, lang)
        await cast.leadership()
        await cast.morning()
        time.at = opens - timedelta(minutes=15)
        await _channels(lea, LATE, lang, seed)
        await house.sync_once()
        await cast.noon()
        await cast.abilities()
        time.at = opens
        await house.sync_once()
    return where


async def _templates(lead: Desk, *, german: bool) -> None:
    """Let everybody have answers that are written once."""
    kept = (
        (
            ("Dank", "Hallo {first_name|zusammen}, danke für Ihre Nachricht!"),
            ("Thanks", "Hello {first_name|there}, thank you!"),
        ),
        (
            ("Sendung", "Hallo {first_name|zusammen}, Ihre Sendung {?Sendungsnummer} ist unterwegs. {me}"),
            ("Parcel", "Hello {first_name|there}, your parcel {?parcel number} is on its way. {me}"),
        ),
    )
    for de, en in kept:
        await lead.perform(c.SetTemplate(*(de if german else en)))
    await lead.perform(c.SetHours("", "mon-sun 8:00-20:00", within=240, public=60))
    thanks = ("Dank", ("danke", "toll")) if german else ("Praise", ("thanks", "thank you"))
    await lead.perform(c.SetRule(thanks[0], "arrives", If(words=thanks[1]), (Then("tag", "praise"),)))
    free = "Öffentlich und frei" if german else "Public and free"
    await lead.perform(c.KeepView(free, "waiting", Filter(owner="@nobody", visibility="public"), shared=True))


async def _channels(admin: Desk, platforms: Iterable[str], lang: str, seed: int) -> None:
    for platform in platforms:
        settings = {"pretends": platform, "lang": lang, "seed": str(seed), "backlog": "4"}
        settings |= {"storm": "1"} if platform == "x" else {}
        settings |= {"training": "1"} if platform in TRAINING else {}
        await admin.perform(c.AddChannel(f"acme@{platform}", "demo", tuple(sorted(settings.items()))))


class _Cast:
    """The people of the demo, at work. Who wrote where depends on the seed, so they take what fits."""

    def __init__(self, house: House, time: _Clock, lang: str) -> None:
        self._house = house
        self._time = time
        self._german = lang == "de"

    def _say(self, german: str, english: str) -> str:
        return german if self._german else english

    async def _free(self, *channels: str, about: tuple[str, ...] = ()) -> Row:
        """A conversation nobody owns: of these channels and about this if there is one, else the next."""
        lea = await self._house.desk("lea")
        rows = (await lea.conversations(View.UNOWNED, limit=200)).items
        fitting = [r for r in rows if any(word in r.conversation.preview for word in about)]
        near = [r for r in rows if r.conversation.channel.partition("@")[2] in channels]
        return (fitting or near or rows)[0]

    async def _ask(
        self, department: str, about: tuple[str, ...], german: str, english: str, *, blocking: bool, known: str = ""
    ) -> int:
        """Anna takes a conversation and asks about it; return the request."""
        anna, row = await self._house.desk("anna"), await self._free(about=about)
        id = row.conversation.id
        await anna.perform(c.Take(id))
        last = (await anna.thread(id, limit=1)).messages[-1].id
        question = self._say(german, english)
        return made(await anna.perform(c.Ask(id, department, question, None, blocking, (last,), known))) or 0

    async def leadership(self) -> None:
        """What leadership wants: a goal, and guidelines for what is written in public and about money."""
        lea, until = await self._house.desk("lea"), self._time() + timedelta(days=30)
        honest = ("Zusagen, die halten", "Promises that hold")
        do = ("erst fragen, dann zusagen\nTermin und Namen nennen", "ask before you promise\nname a date and a person")
        dont = ("nichts versprechen, was andere halten müssen", "promise nothing that others have to keep")
        measure = ("niemand fragt zweimal nach demselben Termin", "nobody asks twice for the same date")
        wanted, avoided, seen = (self._say(*both) for both in (do, dont, measure))
        await lea.perform(c.PublishGoal(self._say(*honest), until, wanted, avoided, seen))
        public, money = ("Öffentlich", "In public"), ("Geld", "Money")
        calm = ("kurz, freundlich, ohne Namen von Kunden", "short, friendly, no customer's name")
        open_ = CardScope(visibility=Visibility.PUBLIC)
        await lea.perform(c.PublishGuideline(self._say(*public), self._say(*calm), scope=open_))
        words = ("Gutschein", "Erstattung", "Rückzahlung", "voucher", "refund", "invoice", "Rechnung")
        never = ("kein Gutschein über 10 € ohne Freigabe", "no voucher above 10 € without a sign-off")
        await lea.perform(c.PublishGuideline(self._say(*money), "", self._say(*never), CardScope(topics=words)))

    async def morning(self) -> None:
        """Questions that are answered, asked back or overdue by now, replies that went out, one closed."""
        tom, eva, jonas = [await self._house.desk(name) for name in ("tom", "eva", "jonas")]
        lost = ("Wo ist diese Sendung, und was darf ich zusagen?", "Where is this parcel, and what may I promise?")
        await self._ask("shipping", ("4711", "5120"), *lost, blocking=False)
        known = ("Ist das bekannt, und wann kommt die Korrektur?", "Is this known, and when is the fix out?")
        seen = self._say("Nur unter Android, seit gestern.", "On Android only, since yesterday.")
        bug = await self._ask("development", ("App", "app"), *known, blocking=False, known=seen)
        burnt = ("Was dürfen wir zur Haftung bei Charge 7 sagen?", "What may we say about liability for batch 7?")
        fire = await self._ask("legal", ("harge 7", "atch 7"), *burnt, blocking=True)
        self._time.pass_(10)
        await tom.perform(c.TakeRequest(bug))
        back = ("Ist das Gerät schon bei uns? Ohne Befund sage ich nichts.", "Do we have the appliance yet?")
        await eva.perform(c.Return(fire, self._say(*back)))
        for _ in range(3):
            row = await self._free("whatsapp", "facebook")
            await jonas.perform(c.Take(row.conversation.id))
        done = row.conversation.id
        thanks = ("Vielen Dank, das geben wir gern weiter! 😊", "Thank you, we will gladly pass that on! 😊")
        await jonas.perform(c.Reply(done, self._say(*thanks)))
        parts = ("Gibt es für die Barista 300 noch Dichtungen?", "Are gaskets for the Barista 300 still made?")
        asked = made(await jonas.perform(c.Ask(done, "product", self._say(*parts)))) or 0
        stock = ("Ja, bis 2030: Artikel 300-7, 4,90 €.", "Yes, until 2030: item 300-7, 4.90 €.")
        await (await self._house.desk("lea")).perform(c.Answer(asked, self._say(*stock)))
        await jonas.perform(c.Accept(asked))
        self._time.pass_(5)
        await self._house.sync_once()
        await jonas.perform(c.Close(done))
        fix = ("Ja. Die Korrektur 5.2.1 ist morgen im Store.", "Yes. The fix 5.2.1 is in the store tomorrow.")
        await tom.perform(c.Answer(bug, self._say(*fix)))

    async def noon(self) -> None:
        """What lies on the desks when the demo opens: a held reply, a note, a draft, one asleep, fresh questions."""
        anna, mia, lea = [await self._house.desk(name) for name in ("anna", "mia", "lea")]
        still = ("Gibt es die Dichtung der Barista 300 noch?", "Is the gasket of the Barista 300 still made?")
        await self._ask("product", ("arista",), *still, blocking=False)
        soon = ("Löst das die nächste Version?", "Will the next version solve this?")
        await self._ask("development", ("aschmaschine", "washing machine"), *soon, blocking=False)
        sorry = ("Hallo! Das tut uns leid, wir kümmern uns heute darum.", "Hello! Sorry, we will see to it today.")
        await mia.perform(c.Reply((await self._free("instagram")).conversation.id, self._say(*sorry)))
        first = (await self._free("email")).conversation.id
        await anna.perform(c.Take(first))
        seen = ("Rechnung liegt im Ordner „Doppelbuchungen“.", 'The invoice is in the folder "charged twice".')
        await anna.perform(c.WriteNote(first, self._say(*seen)))
        named = (
            "@anna Der meldet sich zum dritten Mal, bitte heute.",
            "@anna This is the third time, please do it today.",
        )
        await lea.perform(c.WriteNote(first, self._say(*named)))
        await anna.perform(c.Tag(first, ("vip",)))
        second = (await self._free("mastodon", "email")).conversation.id
        await anna.perform(c.Take(second))
        begun = ("Guten Tag, danke für Ihre Nachricht. ", "Hello, thank you for your message. ")
        await anna.perform(c.SaveDraft(second, self._say(*begun)))
        asleep = (await self._free("telegram")).conversation.id
        await lea.perform(c.Take(asleep))
        await lea.perform(c.Snooze(asleep, self._time() + timedelta(hours=3)))
        await self._promised()

    async def _promised(self) -> None:
        """Jonas promises money, which legal has to release; how freely mia speaks on one channel is the next step."""
        jonas, lea = await self._house.desk("jonas"), await self._house.desk("lea")
        own = (await jonas.conversations(View.MINE, limit=50)).items[-1].conversation.id
        fault = (
            "Das war unser Fehler. Den Kaufpreis erstatten wir Ihnen.",
            "That was our mistake. We will refund the price.",
        )
        await jonas.perform(c.Reply(own, self._say(*fault)))
        await lea.perform(c.SetGuard("mia", Step.DELAYED, f"acme@{TRAINING[1]}", minutes=15))

    async def abilities(self) -> None:
        """Say who is able to do what, let somebody contest it, and let one be away tomorrow."""
        lea, anna = await self._house.desk("lea"), await self._house.desk("anna")
        seen = self._say("bei der Arbeit gesehen", "seen at work")
        for name, levels in ABLE.items():
            for competence, level in levels:
                await lea.perform(c.SetAbility(name, competence, level, seen, name in dict(DEPARTMENTS)))
        more = ("Ich schreibe unsere Pressetexte.", "I write our press releases.")
        await anna.perform(c.ContestAbility(Competence.MEDIA, self._say(*more)))
        tomorrow = self._time() + timedelta(days=1)
        await lea.perform(c.PlanAbsence("jonas", "anna", tomorrow + timedelta(days=7), tomorrow))


async def picture(where: str, person: str, width: int = 100) -> str:
    """Return one picture of the inbox as text: counts, list, a thread, requests."""
    shown = (View.MINE, View.UNOWNED, View.WAITING, View.REQUESTS, View.HELD, View.ALL)
    rule = "─" * width
    async with open_house(where) as house:
        desk = await house.desk(person)
        counts, now = await desk.counts(), datetime.now(UTC)
        head = " · ".join(f"{t(v)} {counts.views[v]}" for v in shown)
        page = await desk.conversations(View.WAITING, limit=12)
        asked = (await desk.requests(limit=8)).items
        lines = [f"INBOX  {head}   {person}", rule]
        lines += [_plain(conversation_line(r, width, now, person, marked=False)) for r in page.items]
        readable = [r for r in asked if r.conversation is not None]
        answered = [r.request.conversation for r in readable if r.request.answer is not None]
        for chosen in [*answered, *(r.conversation.id for r in page.items)][:1]:
            model = ThreadModel(desk, chosen)
            await model.load()
            lines += [rule, f"#{chosen} {model.thread.row.contact if model.thread else ''}"]
            lines += [_plain(line) for entry in model.entries for line in model.lines(entry, width, now)]
        lines += [rule, *(_plain(request_line(r, width, now)) for r in asked)]
    return "\n".join([*lines, rule, t("This is a picture; in a terminal the demo is alive: inbox demo")])


def _plain(line: Line) -> str:
    return "".join(words for words, _ in line).rstrip()
