"""The storm watch on seeded weeks of traffic: what it finds and how soon, what it lets pass, what it puts together."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.domain.gathering import REMEMBERED, grouped
from inbox.domain.hearing import Said, heard
from inbox.domain.mood import mood
from inbox.domain.storm import Signals, Thresholds
from inbox.domain.stormwatch import Alarm, Watcher
from inbox.domain.topics import alike, spelt
from inbox.domain.usual import Usual, surprise
from tests.traffic import ASKED, BEGIN, CAMPAIGN, GLAD, POLITE, STORMS, USUAL, Peak, Row, traffic

DOSE = int(os.environ.get("INBOX_TEST_DOSE", "1"))
CALM = timedelta(minutes=60)
WHEN = BEGIN + timedelta(days=22, hours=14)


@dataclass
class Watched:
    """What a watch said of some traffic."""

    alarms: list[Alarm] = field(default_factory=list)
    members: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def first(self, since: datetime) -> Alarm | None:
        return next((a for a in self.alarms if a.at >= since), None)

    @property
    def purity(self) -> float:
        """The part of all that was grouped that is with its like."""
        most = sum(max(Counter(labels).values()) for labels in self.members.values())
        return most / max(1, sum(map(len, self.members.values())))


def watched(rows: Sequence[Row], watcher: Watcher | None = None) -> Watched:
    """Let a watch hear everything."""
    watcher, found, last, labels = (
        watcher or Watcher(),
        Watched(),
        dict[int, datetime](),
        {r.said.id: r.label for r in rows},
    )
    for row in rows:
        for number in [n for n in watcher.open if row.said.at - last[n] > CALM]:
            watcher.over(number, row.said.at)
        match watcher.hear(row.said):
            case Alarm() as alarm:
                number = alarm.of or len(found.alarms) + 1
                if not alarm.of:
                    found.alarms.append(alarm)
                watcher.begun(number, alarm)
                last[number] = alarm.at
                found.members[number] += [labels[m] for m in alarm.messages]
            case int() as number:
                last[number] = row.said.at
                found.members[number].append(row.label)
    return found


def storm(name: str, more: float = 4, hours: float = 4) -> Peak:
    """With what is usual, four times more is five times the usual."""
    return Peak(name, WHEN, hours, more, STORMS[name])


@pytest.mark.parametrize("name", STORMS)
@pytest.mark.parametrize("per_day", [60, 200])
@pytest.mark.parametrize("seed", range(1, 1 + 2 * DOSE))
def test_a_burst_of_five_times_the_usual_is_found_within_ten_minutes_or_fifteen_messages(
    name: str, per_day: int, seed: int
) -> None:
    rows = traffic(seed, 3.3, per_day, [storm(name)])
    found = watched(rows)

    alarm = found.first(WHEN)
    assert alarm is not None
    so_far = sum(WHEN <= r.said.at <= alarm.at for r in rows)
    assert alarm.at - WHEN <= timedelta(minutes=10) or so_far <= 15, (alarm.at - WHEN, so_far)
    assert not [a for a in found.alarms if a.at < WHEN]


@pytest.mark.parametrize("name", POLITE)
@pytest.mark.parametrize("per_day", [60, 200])
@pytest.mark.parametrize("seed", range(1, 1 + DOSE))
def test_a_burst_is_found_as_soon_where_everybody_stays_polite(name: str, per_day: int, seed: int) -> None:
    rows = traffic(seed, 3.3, per_day, [Peak(name, WHEN, 4, 4, POLITE[name])])
    found = watched(rows)

    alarm = found.first(WHEN)
    assert alarm is not None
    so_far = sum(WHEN <= r.said.at <= alarm.at for r in rows if r.label == name)
    assert alarm.at - WHEN <= timedelta(minutes=10) or so_far <= 15, (alarm.at - WHEN, so_far)
    assert alarm.signals.sour < alarm.signals.troubled
    assert found.purity >= 0.9
    assert sum(map(len, found.members.values())) >= 0.6 * sum(r.label == name for r in rows)


@pytest.mark.parametrize("name", GLAD)
@pytest.mark.parametrize("seed", range(1, 1 + DOSE))
def test_a_harmless_peak_in_whatever_words_is_raised_once_at_most(name: str, seed: int) -> None:
    assert len(watched(traffic(seed, 3.6, 100, [Peak(name, WHEN, 30, 5, GLAD[name])])).alarms) <= 1


VARIED = (
    "Zwölf Grad im Kinderzimmer, Wohnung vierzehn",
    "Mein Säugling schläft im Schneeanzug",
    "Lovely ice flowers inside the window, very romantic",
    "Hello, may I ask how long the boiler stays out?",
    "Volle Miete für einen Kühlschrank",
    "Shivering under three blankets at seventy-eight",
    "Bei der Hotline dudelt Musik, Heizkörper kalt",
    "Lukewarm water in the mornings, numb fingers",
    "Kessel aus, Kinder blau",
    "Guten Tag, wann kommt der Techniker für die Heizung?",
)


def test_a_burst_in_words_that_nobody_foresaw_is_found_by_its_amount_and_gathered_as_one() -> None:
    assert sum(mood(text).troubled for text in VARIED) < 3
    rows = traffic(1, 3.3, 100, [Peak("cold", WHEN, 3, 4, VARIED)])
    found = watched(rows)

    (alarm,) = found.alarms
    so_far = sum(WHEN <= r.said.at <= alarm.at for r in rows if r.label == "cold")
    assert alarm.at - WHEN <= timedelta(minutes=10) or so_far <= 15, (alarm.at - WHEN, so_far)
    assert found.purity >= 0.9
    assert sum(map(len, found.members.values())) >= 0.8 * sum(r.label == "cold" for r in rows)


def test_what_people_only_ask_is_said_once_however_long_they_ask_it() -> None:
    other = ("Wer leitet die Schulung?", "Wie lange dauert die Schulung?", "Was kostet eine Schulung?")
    peaks = [Peak("asked", WHEN, 5, 5, ASKED), Peak("also", WHEN + timedelta(hours=19), 5, 5, other)]
    found = watched(traffic(1, 3.5, 150, peaks))
    (alarm,) = found.alarms
    assert "Werkstatt" in alarm.topic
    assert alarm.signals.troubled < 20


def test_what_one_crowd_says_in_other_words_belongs_to_what_was_raised_unless_it_is_sour() -> None:
    ramp = (
        "Die Rampe ist nicht frei",
        "The ramp is not dry",
        "Wer räumt die Rampe? Keiner da",
        "The ramp has no light",
    )
    calm = ("Ist das Portal offen?", "Where is the portal?", "Gibt es am Portal ein Schild?")
    ill = ("Das Portal ist nicht offen", "The portal does not open", "Am Portal geht nichts mehr")
    begin = BEGIN + timedelta(days=2, hours=12)
    again, crowd = begin + timedelta(hours=20), Peak("ramp", begin, 1, 6, ramp)
    one, two = (watched(traffic(1, 3.5, 60, [crowd, Peak("door", again, 1, 6, said)])) for said in (calm, ill))
    assert [len(one.alarms), len(two.alarms)] == [1, 2]


def test_a_crowd_is_another_one_on_another_channel_and_on_another_day() -> None:
    group, other = (
        grouped(
            [replace(heard(Said(n, WHEN, channel, n, f"{n}", True, text)), new=True) for n in range(6)],
            (),
            Usual(),
            0.0,
        )
        for channel, text in (("acme@x", "Wo ist die Rampe?"), ("mail", "Die Tür ist zu"))
    )
    assert not group.crowded(other)
    here = [replace(h, channel="acme@x") for h in other.members]
    assert group.crowded(replace(other, members=tuple(here)))
    assert not group.crowded(replace(other, members=tuple(replace(h, at=WHEN + timedelta(hours=25)) for h in here)))


def test_what_was_harmless_stays_so_for_as_long_as_its_crowd_is_there() -> None:
    watcher, kept = Watcher(), WHEN + timedelta(days=14)
    first, second, third = (
        grouped([heard(Said(n, at, "acme@x", n, f"{n}", True, text)) for n in range(6)], (), Usual(), 0.0)
        for at, text in zip(
            (WHEN + timedelta(hours=20 * n) for n in range(3)), ("Rampe", "Portal", "Halle"), strict=True
        )
    )
    watcher.rest(1, first, kept)
    watcher.forget(Alarm(second.members[0].at, "", Signals(6, 6, 1, 9), (), (), second, of=1))
    group, until = watcher._rested[1]
    assert until == kept
    assert group.crowded(third)
    assert not first.crowded(third)


def test_another_trouble_is_raised_also_behind_a_crowd_that_was_called_harmless() -> None:
    begin = BEGIN + timedelta(days=22, hours=9)
    ramp = (
        "Die Rampe ist nicht frei",
        "The ramp is not dry",
        "Wer räumt die Rampe? Keiner da",
        "The ramp has no light",
    )
    second = Peak("card", begin + timedelta(hours=8), 3, 12, POLITE["card"])
    watcher, alarms = Watcher(), []
    labels = {}
    for row in traffic(1, 24.5, 60, [Peak("ramp", begin, 1, 6, ramp), second]):
        labels[row.said.id] = row.label
        match watcher.hear(row.said):
            case Alarm(of=1) as more:
                watcher.forget(more)
            case Alarm() as alarm:
                alarms.append(alarm)
                watcher.begun(len(alarms), alarm)
                if len(alarms) == 1:
                    watcher.rest(1, watcher.open[1], alarm.at + timedelta(days=14))
    late = [alarm for alarm in alarms if labels[alarm.messages[-1]] == "card"]
    assert late
    assert late[0].at - second.begin <= timedelta(minutes=15)


def test_a_few_who_complain_amid_a_glad_crowd_are_no_storm_but_many_are() -> None:
    glad = Peak("dog", WHEN, 8, 6, GLAD["dog"])
    later = WHEN + timedelta(hours=1)
    few, many = (Peak("login", later, 3, more, POLITE["login"]) for more in (0.6, 6))
    assert not watched(traffic(2, 3.4, 200, [glad, few])).alarms
    (alarm,) = watched(traffic(2, 3.4, 200, [glad, many])).alarms
    assert alarm.at >= later


def test_a_storm_remembers_only_its_latest_messages() -> None:
    watcher = Watcher()
    watched(traffic(1, 3.3, 400, [storm("depot", 12)]), watcher)
    groups = [group for group, _ in watcher._rested.values()]
    assert [len(group.members) for group in [*watcher.open.values(), *groups]] == [REMEMBERED]


@pytest.mark.parametrize("seed", range(1, 1 + DOSE))
def test_twelve_weeks_with_a_rhythm_and_a_harmless_campaign_raise_one_false_alarm_at_most(seed: int) -> None:
    campaign = Peak("campaign", BEGIN + timedelta(days=51, hours=8), 30, 4, CAMPAIGN)
    found = watched(traffic(seed, 12, 100, [campaign], uneven=0.2))

    assert len(found.alarms) <= 1, [(a.at, a.topic, a.signals) for a in found.alarms]


@pytest.mark.parametrize("seed", range(1, 1 + 3 * DOSE))
def test_two_storms_at_once_are_told_apart_and_each_is_pure(seed: int) -> None:
    found = watched(traffic(seed, 3.3, 150, [storm("depot", 3), storm("price", 3)]))

    named = {labels: alarm.topic for labels, alarm in _by_label(found).items()}
    assert {"depot", "price"} <= named.keys(), named
    assert "Depot" in named["depot"] or "depot" in named["depot"]
    assert "Preiserhöhung" in named["price"]
    assert found.purity >= 0.9, found.members


def _by_label(found: Watched) -> dict[str, Alarm]:
    """Each alarm by what most of its messages are."""
    most = {n: Counter(labels).most_common(1)[0][0] for n, labels in found.members.items()}
    return {most[n]: alarm for n, alarm in enumerate(found.alarms, 1)}


@pytest.mark.parametrize("seed", range(1, 1 + 2 * DOSE))
def test_a_storm_that_spreads_over_channels_is_one(seed: int) -> None:
    rows = traffic(seed, 3.3, 150, [storm("depot")], channels=("acme@x", "mail", "acme@insta"))
    found = watched(rows)

    assert [a.topic.casefold().split()[0] for a in found.alarms if a.at >= WHEN][:1] == ["depot"]
    assert found.alarms[0].signals.channels > 1
    assert found.purity >= 0.9


def test_one_person_who_writes_a_hundred_times_is_no_storm() -> None:
    rows = traffic(1, 3.3, 60)
    angry = [
        Row(
            Said(10**6 + n, WHEN + timedelta(seconds=9 * n), "acme@x", 10**6, "one", True, STORMS["anger"][n % 8]),
            "one",
        )
        for n in range(100)
    ]
    assert not watched(sorted([*rows, *angry], key=lambda r: r.said.at)).alarms


def test_a_storm_is_not_learnt_as_usual_so_that_it_is_found_again_the_week_after() -> None:
    again = [replace(storm("depot"), begin=WHEN + timedelta(days=7 * n)) for n in range(3)]
    found = watched(traffic(3, 5.5, 120, again))
    assert len(found.alarms) == 3


def test_what_is_more_of_a_storm_within_a_day_is_that_storm_again() -> None:
    again = [storm("depot", hours=2), replace(storm("depot", hours=2), begin=WHEN + timedelta(hours=6))]
    found = watched(traffic(4, 3.6, 150, again))
    assert len(found.alarms) == 1
    assert len(found.members[1]) > 100


def test_thresholds_make_the_watch_bolder_or_more_careful() -> None:
    small = traffic(2, 3.3, 60, [storm("depot", 2)])
    assert watched(small, Watcher(Thresholds(2, 5, 5))).alarms
    assert not watched(small, Watcher(Thresholds(50, 60, 30))).alarms


def test_what_is_long_past_is_learnt_from_and_never_cried_about() -> None:
    watcher = Watcher()
    for row in traffic(1, 3.3, 60, [storm("depot")]):
        assert watcher.hear(row.said, judge=False) is None
    assert watcher.streams[""].usual.heard > 1000


def test_a_message_from_before_what_was_heard_is_passed_over() -> None:
    watcher, (first, *_) = Watcher(), traffic(1, 0.2, 60)
    watcher.hear(replace(first.said, at=WHEN))
    assert watcher.hear(first.said) is None
    assert len(watcher.streams[""].lately) == 1


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=400))
def test_any_text_has_a_mood_and_words(text: str) -> None:
    tone, words = mood(text), spelt(text)
    assert tone.sour or not tone.hostile
    assert tone.troubled or not tone.sour
    assert tone.troubled + tone.glad + tone.curious <= 1
    assert len(words) <= 24
    assert alike(words.keys(), words.keys()) in (0.0, 1.0)


def test_moods_are_told_in_german_and_english() -> None:
    for text in ("Ihr Betrüger!", "You are idiots", "WAS SOLL DAS EIGENTLICH HIER!!!"):
        assert mood(text).hostile, text
    for text in ("Mein Paket ist kaputt angekommen", "Still waiting for my refund", "Das geht nicht mehr"):
        assert mood(text).sour, text
        assert not mood(text).hostile, text
    for text in ("Danke, alles toll!", "Love the voucher", "Wo ist der Laden in Köln?", "Is it in stock?"):
        assert not mood(text).sour, text
    for text in ("My card was not accepted, could you check?", "Was soll ich tun, die App bleibt leer?"):
        assert mood(text).troubled, text
        assert not mood(text).hostile, text
    for text in ("Wo trage ich den Stand ein?", "Is the branch open on Saturdays?"):
        assert mood(text).curious, text
    for text in ("Fingers crossed 🤞", "Frohe Weihnachten!", "Super Aktion"):
        assert mood(text).glad, text
    assert not mood("Das ist nicht toll").glad
    for text in ("I can't stop watching this", "Can't wait for Friday", "Ich kann kaum erwarten, euch zu sehen"):
        assert not mood(text).troubled, text
    for text in ("I can't wait any longer", "I cannot stop the payment", "Ich kann nicht warten"):
        assert mood(text).troubled, text
    assert not mood("Nobody told me").sour


@settings(max_examples=50, deadline=None)
@given(n=st.integers(1, 60), expected=st.floats(0.01, 40), more=st.integers(1, 20), size=st.floats(5, 40))
def test_more_is_more_surprising_and_what_is_usual_is_not(n: int, expected: float, more: int, size: float) -> None:
    assert surprise(n, expected, size) <= surprise(n + more, expected, size) + 1e-9
    assert n > expected or surprise(n, expected, size) == 0


def test_the_rhythm_of_a_week_is_learnt() -> None:
    usual = Usual()
    for row in traffic(5, 6, 240):
        usual.learn(heard(row.said))
    noon, night = BEGIN + timedelta(days=42, hours=10), BEGIN + timedelta(days=42, hours=3)
    hour = timedelta(hours=1)
    assert 15 < usual.expected(noon, noon + hour) < 32
    assert usual.expected(night, night + hour) < 4
    assert usual.evenness > 10


def test_everyday_texts_are_no_storm_by_themselves() -> None:
    assert sum(mood(text).sour for text in USUAL) / len(USUAL) < 0.5
    assert sum(mood(text).glad for text in CAMPAIGN) / len(CAMPAIGN) > 0.6


def test_a_storm_without_a_topic_does_not_make_the_watch_deaf_for_one_that_has() -> None:
    rows = traffic(
        3, 3.3, 150, [storm("anger", hours=2), replace(storm("depot", hours=2), begin=WHEN + timedelta(hours=6))]
    )
    told = [(alarm.topic.casefold(), alarm.of) for alarm in watched(rows).alarms]

    assert ("", 0) in told
    assert any("depot" in topic and not of for topic, of in told)
