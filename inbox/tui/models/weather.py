"""How storms and the freeze are said in sentences, for screens and the command line alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.domain.storm import (
    Freeze,
    FreezeBegun,
    FreezeEnded,
    FreezeNarrowed,
    Signals,
    Storm,
    StormEnded,
    StormGrew,
    StormLed,
    StormRaised,
    StormState,
)
from inbox.domain.text import clean_line
from inbox.ports.storms import Gauge, StormThread, Weather
from inbox.texts import t
from inbox.tui.models.when import ago

COUNTED = 30
"""Times the usual from which on the number says nothing: next to nothing is usual there."""


SHOWN = 160
"""Characters that are shown of what is told for now."""


def topic(storm: Storm) -> str:
    """Return what a storm is about."""
    return named(str(storm.topic))


def named(words: str) -> str:
    """Return a topic's words, or that there is no one topic."""
    return words or t("mixed")


def why(signals: Signals) -> str:
    """Say in one sentence why it is a storm."""
    if signals.times < COUNTED:
        usual = t("{times} times the usual", times=signals.times)
    else:
        usual = t("where hardly anybody writes otherwise")
    said = t(
        "{authors} people wrote {messages} messages in {minutes} minutes, {usual}; {sour} % are angry, {alike} % say nearly the same.",
        authors=signals.authors,
        messages=signals.messages,
        minutes=signals.minutes,
        usual=usual,
        sour=signals.sour,
        alike=signals.alike,
    )
    if signals.troubled > signals.sour:
        said += " " + t("{troubled} % say that something is wrong.", troubled=signals.troubled)
    if signals.public:
        said += " " + t("{public} % stand in public.", public=signals.public)
    if signals.channels > 1:
        said += " " + t("It spreads over {n} channels.", n=signals.channels)
    return said


def state(storm: Storm, now: datetime) -> str:
    """Say where a storm stands."""
    if storm.state is StormState.HARMLESS:
        return t("harmless")
    if storm.state is StormState.OVER:
        return t("over since {when}", when=ago(storm.ended_at or storm.at, now))
    return t("rising for {when}", when=ago(storm.at, now))


def led(storm: Storm) -> str:
    """Say who leads a storm."""
    if storm.owner is None:
        return t("nobody leads it")
    return storm.owner if storm.led else t("{owner} should lead it", owner=storm.owner)


def stated(storm: Storm) -> list[str]:
    """Return what was said to be told for now in a storm, by language: how it begins, and whether it waits for a sign-off."""
    found = []
    for lang, said in storm.statements.items():
        waits = f" ({t('waits for a sign-off')})" if said.holds else ""
        found.append(f"{lang}: {t('For now: {text}', text=clean_line(str(said.words), SHOWN))}{waits}")
    return found


def frozen(freezes: Sequence[Freeze], stopped: int, now: datetime) -> str:
    """Say what is frozen; of several freezes, since the first one."""
    freeze, everywhere = freezes[0], not all(f.channels for f in freezes)
    channels = ", ".join(dict.fromkeys(name for f in freezes for name in f.channels))
    where = t("everywhere") if everywhere else t("on {channels}", channels=channels)
    return t(
        "Sending is frozen {where} by {by} for {when}: replies that stay: {n}.",
        where=where,
        by=", ".join(dict.fromkeys(f.by for f in freezes)),
        when=ago(freeze.at, now),
        n=stopped,
    )


def in_the_way(thread: StormThread) -> str:
    """Say why the same reply should not go to a thread as it is; "" where it fits."""
    if thread.in_the_way == "held":
        return t("a reply waits for a sign-off there")
    if thread.in_the_way == "statement":
        return t("what is told for now waits for a sign-off")
    if thread.in_the_way:
        return t("nobody knows whether the last reply arrived")
    if thread.state == "closed":
        return t("it is closed")
    return t("somebody answered already") if thread.answered else ""


def gauge(one: Gauge) -> str:
    """Draw how much is written beside what is usual: as many blocks as times the usual, ten at most."""
    times = one.lately / one.usual if one.usual >= 0.5 else float(one.lately)
    full = min(10, round(times))
    return "█" * full + "·" * (10 - full)


def hourly(one: Gauge) -> str:
    """Say what the number of messages lately is to be read beside; everywhere in the same words."""
    return t("in the last hour, usually {usual}", usual=f"{one.usual:.0f}")


CALM = ("", "", "")
"""What stands at the top of a screen when there is no storm and sending is not frozen."""


def signs(weather: Weather) -> tuple[str, str, str]:
    """Return what stands at the top of every screen while it storms, or while sending is frozen, from the longest to the shortest."""
    rising = [r.storm for r in weather.storms if r.storm.state is StormState.RISING]
    storm = f"⚡ {topic(rising[0])[:16]} · " if rising else ""
    frozen = f"❄ {t('frozen')} · " if weather.freeze else ""
    bare = ("❄ " if frozen else "") + ("⚡ " if storm else "")
    return frozen + storm, frozen + ("⚡ · " if storm else ""), bare


STORMY = (StormRaised, StormGrew, StormLed, StormEnded, FreezeBegun, FreezeEnded, FreezeNarrowed)
"""Facts after which the weather is another."""
