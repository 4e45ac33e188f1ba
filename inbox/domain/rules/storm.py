"""How a storm is led: raised by the inbox, led by one, told the same for now, and ended by calm or by a lead.

The inbox proposes who leads it: a lead of its channels. Whoever takes it has what nobody owns in it, and what joins it
later; everybody else's conversations stay theirs, unless the lead takes all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from inbox.domain import events as e
from inbox.domain.commands import (
    CalmStorm,
    EndStorm,
    GroupStorm,
    JoinStorm,
    LeadStorm,
    RaiseStorm,
    ReleaseStatement,
    SetStormWatch,
    StateStorm,
)
from inbox.domain.holding import Hold
from inbox.domain.model import Conversation, Person, Role, State
from inbox.domain.people import Act, Reach, conversation_for, in_channels, require, require_house, sees
from inbox.domain.picture import Picture
from inbox.domain.replay_storm import WATCH
from inbox.domain.risk.assessing import assess
from inbox.domain.rules.facts import Fact, Mint, Rules, seal, worded
from inbox.domain.rules.holding import able, written_risks
from inbox.domain.rules.ownership import can_own, working
from inbox.domain.statement import PROPOSED, language
from inbox.domain.storm import Storm, StormState, Thresholds
from inbox.errors import BadInput, NotAllowed, NotFound, Refused

BOUNDS = {"times": (2, 50), "people": (3, 200), "sureness": (3, 30), "calm": (10, 1440)}
"""What the watch can be set to."""
LONGEST = 80
"""Characters of a topic."""


def storm_for(picture: Picture, person: Person, id: int) -> Storm:
    """Return a storm that the person may lead. Raises: NotAllowed, NotFound, the same for absent and foreign."""
    require(person, Act.STORM)
    found = picture.storms.get(id)
    if found is None or not any(in_channels(person, channel) for channel in found.channels):
        raise NotFound("There is no storm {id} here for you.", id=id)
    return found


def _known(picture: Picture, id: int) -> Storm:
    if id not in picture.storms:
        raise NotFound("There is no storm {id} here for you.", id=id)
    return picture.storms[id]


def raise_storm(picture: Picture, command: RaiseStorm, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Say that a storm rises or grows, and gather what belongs to it."""
    there = [picture.conversations[id] for id in command.conversations if id in picture.conversations]
    channels = tuple(sorted({c.channel for c in there}))
    if command.of:
        known = _known(picture, command.of)
        grew = e.StormGrew(known.id, command.signals, tuple(sorted({*known.channels, *channels})))
        return [(None, grew), *_joining(picture, known, there)]
    if not there:
        raise Refused("There is nothing that a storm could be made of.")
    topic, proposed = seal(command.topic[:LONGEST], mint), _proposed(picture, there)
    raised = e.StormRaised(mint.id(), topic, command.signals, channels, proposed)
    return [(None, raised), *((c.id, e.StormJoined(raised.id)) for c in there)]


def _proposed(picture: Picture, there: Sequence[Conversation]) -> str | None:
    """Return which lead is to lead it: of most of its conversations, who owns most of them, by name."""
    leads = [p for p in picture.people.values() if p.active and Role.LEAD in p.roles]
    owned = Counter(c.owner for c in there)
    best = sorted(leads, key=lambda p: (-sum(can_own(p, c) for c in there), -owned[p.name], p.name))
    return best[0].name if best and any(can_own(best[0], c) for c in there) else None


def _joining(picture: Picture, storm: Storm, there: Iterable[Conversation]) -> list[Fact]:
    """Put conversations with a storm; what nobody owns goes to whoever leads it, once somebody does."""
    leader = picture.people.get(storm.owner or "")
    facts: list[Fact] = []
    for conversation in there:
        if conversation.id in storm.conversations:
            continue
        facts.append((conversation.id, e.StormJoined(storm.id)))
        free = conversation.owner is None and conversation.state is not State.CLOSED
        if storm.led and leader and leader.active and free and can_own(leader, conversation):
            facts.append((conversation.id, e.Assigned(leader.name)))
    return facts


def join(picture: Picture, command: JoinStorm, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Put what belongs to a storm with it."""
    there = [picture.conversations[id] for id in command.conversations if id in picture.conversations]
    return _joining(picture, _known(picture, command.storm), there)


def calm(picture: Picture, command: CalmStorm, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Say that a storm is over by itself."""
    storm = _known(picture, command.storm)
    return [(None, e.StormEnded(storm.id))] if storm.state is StormState.RISING else []


def lead(picture: Picture, command: LeadStorm, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Lead a storm, and own what nobody owns in it; as one move, so that it can be taken back."""
    storm = storm_for(picture, person, command.storm)
    leader = working(picture, command.person or person.name)
    there = [picture.conversations[id] for id in storm.conversations if id in picture.conversations]
    mine = [c for c in there if sees(person, c) and can_own(leader, c) and c.state is not State.CLOSED]
    if not any(can_own(leader, c) for c in there):
        raise Refused("{name} works on none of the channels of storm {id}.", name=leader.name, id=storm.id)
    taken = [c for c in mine if c.owner != leader.name and (command.all or c.owner is None)]
    if storm.led and storm.owner == leader.name and not taken:
        raise Refused("{name} leads storm {id} already.", name=leader.name, id=storm.id)
    facts: list[Fact] = [(None, e.StormLed(storm.id, leader.name, storm.owner))]
    if taken:
        facts.append((None, e.MoveBegun(move := mint.id(), "", leader.name)))
        facts += [(c.id, e.Assigned(leader.name, c.owner, None, move)) for c in taken]
    return facts


def state(picture: Picture, command: StateStorm, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Say what is told for now in one language; what the rules hold in it, read as in public, waits for a second person."""
    storm = storm_for(picture, person, command.storm)
    text = worded(command.text, "statement")
    lang = command.lang or language([text])
    if lang not in PROPOSED:
        raise BadInput("A statement is German (de) or English (en).")
    found = assess(text, written_risks(picture), public=True, names=(person.name,))
    return [(None, e.StormStated(storm.id, seal(text, mint), lang, found))]


def release(picture: Picture, command: ReleaseStatement, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Let a statement be told that the rules hold; whoever said it does not, and who does has a word for all that holds it."""
    how, storm = require(person, Act.APPROVE), picture.storms.get(command.storm)
    if storm is None or not any(in_channels(person, channel) for channel in storm.channels):
        raise NotFound("There is no storm {id} here for you.", id=command.storm)
    waits = {lang: said for lang, said in storm.statements.items() if said.holds}
    lang = command.lang or next(iter(waits), "")
    if lang not in waits:
        raise Refused("No statement of storm {id} waits for a sign-off.", id=storm.id)
    said = waits[lang]
    if said.by == person.name:
        raise NotAllowed("Nobody signs off their own statement; ask somebody else.")
    lacks = {hold.competence for hold in said.holds} - able(picture, person)
    if how is not Reach.ALL and lacks:
        raise NotAllowed("This needs somebody's word for {competences}.", competences=", ".join(sorted(lacks)) or "–")
    return [(None, e.StatementReleased(storm.id, lang, said.words.commitment))]


def spared(picture: Picture, conversation: Conversation, text: str, holds: Iterable[Hold]) -> tuple[Hold, ...]:
    """Return what holds a reply in a storm's own words beyond what its statement was let past."""
    storms = [storm for storm in picture.storms.values() if conversation.id in storm.conversations]
    known = [said for storm in storms for said in storm.statements.values() if said.words.text == text]
    past = {rule for said in known if said.words.commitment == said.released for rule in said.cleared}
    return tuple(hold for hold in holds if hold.rule not in past)


def group(picture: Picture, command: GroupStorm, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Put conversations with a storm, and others out of it, by hand."""
    storm = storm_for(picture, person, command.storm)
    added = [conversation_for(picture, person, id) for id in dict.fromkeys(command.add)]
    gone = [conversation_for(picture, person, id) for id in dict.fromkeys(command.remove)]
    facts: list[Fact] = [(c.id, e.StormLeft(storm.id)) for c in gone if c.id in storm.conversations]
    facts = [*_joining(picture, storm, added), *facts]
    if not facts:
        raise Refused("Nothing of that would change storm {id}.", id=storm.id)
    return facts


def end(picture: Picture, command: EndStorm, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Say that a storm is over, or was none."""
    storm = storm_for(picture, person, command.storm)
    wanted = StormState.HARMLESS if command.harmless else StormState.OVER
    if storm.state is not StormState.RISING and storm.state is wanted:
        raise Refused("Storm {id} is over already.", id=storm.id)
    return [(None, e.StormEnded(storm.id, command.harmless))]


def set_watch(picture: Picture, command: SetStormWatch, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Say when the watch speaks up, on all channels."""
    require(person, Act.STORM)
    require_house(person)
    known = picture.watches.get(WATCH, Thresholds())
    found = {name: getattr(known, name) if (n := getattr(command, name)) is None else n for name in BOUNDS}
    for name, (least, most) in BOUNDS.items():
        if not least <= found[name] <= most:
            raise BadInput("{name} is between {least} and {most}.", name=name, least=least, most=most)
    return [(None, e.StormWatchSet(**found))]


RULES: Rules = {
    RaiseStorm: raise_storm,
    JoinStorm: join,
    CalmStorm: calm,
    LeadStorm: lead,
    StateStorm: state,
    ReleaseStatement: release,
    GroupStorm: group,
    EndStorm: end,
    SetStormWatch: set_watch,
}
