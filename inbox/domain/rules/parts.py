"""As how many messages a reply leaves, and whether it may leave at all by its platform's rules.

What is too long is cut at the end of a paragraph or a sentence, so that each part can be read by itself. Parts
belong together: one that did not arrive, or of which nobody knows, stops those behind it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime

from inbox.domain.events import ReplyTakenBack
from inbox.domain.limits import Measure, Standing
from inbox.domain.model import Conversation, Delivery, Message
from inbox.domain.picture import Picture
from inbox.domain.rules.drafts import rejoined
from inbox.domain.rules.facts import Fact, Mint
from inbox.errors import Refused

MOST = 10
"""Parts a reply may have; a longer one is no dialogue any more."""
_SENTENCE = re.compile(r"[.!?…]+[\"'»“”’)\]]*(?=\s)")
_SHORT = re.compile(r"(?:^|[\s(])(?:\w{1,2}|\d+|bzw|usw|etc|ggf|evtl|inkl|zzgl|Abs|Art|Tel|Std|Min|Mrs|vgl|ca|Str)$")
"""What a full stop makes an abbreviation or an ordinal, behind which no sentence ends."""
_JOINERS = "\u200d\ufe0e\ufe0f"


def standing(picture: Picture, conversation: Conversation) -> Standing:
    """Return what a platform's rules look at."""
    last = next((m.at for m in picture.messages_of(conversation.id) if m.number == conversation.last_in), None)
    contact = picture.contacts.get(conversation.contact)
    to = tuple(h.identity for h in contact.handles) if contact else ()
    return Standing(conversation.visibility, str(conversation.key), last, conversation.window, to)


def parts(picture: Picture, conversation: Conversation, text: str, at: datetime) -> list[str]:
    """Return the messages a reply leaves as. Raises: Refused where its platform does not take it."""
    channel = picture.channels[conversation.channel]
    here, limits = standing(picture, conversation), picture.limits
    window = limits.window(channel, here, at)
    if not window.window.writable:
        raise Refused(
            "{platform} takes no reply here now: {closed}",
            platform=channel.shown_platform,
            closed=window.why or window.window,
        )
    found = divided(text, lambda part: limits.measure(channel, here, part), splits=limits.splits(channel.platform))
    if found is not None:
        return found
    measure = limits.measure(channel, here, text)
    assert measure is not None  # what nobody counts fits
    raise Refused(
        "It is too long for {platform}: {used} of {max} {unit}.",
        platform=channel.shown_platform,
        used=measure.used,
        max=measure.max,
        unit=measure.unit,
    )


def divided(text: str, measure: Callable[[str], Measure | None], *, splits: bool) -> list[str] | None:
    """Return a text as it would leave, in one part or several; None where it cannot."""

    def fits(part: str) -> bool:
        found = measure(part)
        return found is None or found.fits

    found: list[str] = []
    rest = text.strip()
    while (whole := measure(rest)) is not None and not whole.fits:
        # What is far too long is known to be so without cutting it: whoever writes waits for this at every key.
        if not splits or whole.used > 2 * MOST * whole.max or len(found) + 1 >= MOST:
            return None
        end = _cut(rest, _longest(rest, fits, whole))
        part = rest[:end].rstrip()
        # A unit that does not grow with its text (a link that was cut counts otherwise) may still refuse it.
        while part and not fits(part):
            end = _cut(rest, end - 1)
            part = rest[:end].rstrip()
        if not part:
            return None
        found.append(part)
        rest = rest[end:].lstrip()
    return [*found, rest]


def _longest(text: str, fits: Callable[[str], bool], whole: Measure) -> int:
    """Return how many characters from the beginning fit; looked for around where they would end if all were alike."""

    def fit(n: int) -> bool:
        return fits(text[:n].rstrip())

    low, high = 0, len(text) - 1
    near = min(high, max(1, len(text) * whole.max // max(1, whole.used)))
    step = max(1, near // 32)
    if high > 0 and fit(near):
        low = near
        while low + step < high and fit(low + step):
            low, step = low + step, step * 2
        high = min(high, low + step)
    else:
        high = near - 1
        while high - step > 0 and not fit(high - step):
            high, step = high - step, step * 2
        low = max(0, high - step)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fit(middle) else (low, middle - 1)
    return low


def _cut(text: str, most: int) -> int:
    """Return where to cut a text within so many characters: behind a paragraph, a sentence, a line, a word."""
    half = most // 2
    if (end := text.rfind("\n\n", half, most + 2)) > 0:
        return end
    ends = [m.end() for m in _SENTENCE.finditer(text, 0, most + 1) if not _SHORT.search(text[: m.start()])]
    if ends and half <= ends[-1] <= most:
        return ends[-1]
    for space in ("\n", " "):
        if (end := text.rfind(space, half, most + 1)) > 0:
            return end
    while most > 1 and (_joined(text[most : most + 1]) or text[most - 1] == "\u200d"):
        most -= 1
    return most


def _joined(character: str) -> bool:
    """Tell whether a character belongs to the one before it."""
    if not character:
        return False
    skin, flag = "\U0001f3fb" <= character <= "\U0001f3ff", "\U0001f1e6" <= character <= "\U0001f1ff"
    return character in _JOINERS or skin or flag or unicodedata.combining(character) > 0


def behind(picture: Picture, message: Message) -> list[Message]:
    """Return the parts of the same reply behind a message that have not begun to leave, in order."""
    waiting = (Delivery.QUEUED, Delivery.HELD)
    return [m for m in together(picture, message, *waiting) if m.number > message.number and not m.doubt]


def stopped(picture: Picture, message: Message, mint: Mint, *, back: bool) -> list[Fact]:
    """Bring the parts behind one that did not arrive back into the draft; with `back` its own text comes back too."""
    rest = behind(picture, message)
    texts = [message, *rest] if back else rest
    taken: list[Fact] = [(m.conversation, ReplyTakenBack(m.id)) for m in reversed(rest)]
    return [*taken, *rejoined(picture, texts, mint)] if texts else []


def together(picture: Picture, message: Message, *states: Delivery) -> list[Message]:
    """Return a message and the parts of the same reply that are in one of these states, in order."""
    if not message.first:
        return [message]
    return [
        m
        for m in picture.messages_of(message.conversation)
        if m.id == message.id or (m.first == message.first and m.delivery in states)
    ]
