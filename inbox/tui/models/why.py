"""Why we said this, as people read it: the reply, who answered for it, what it was written under, what led to it."""

from __future__ import annotations

from datetime import datetime

from inbox.domain.model import Delivery, Visibility
from inbox.domain.why import Step
from inbox.ports.guiding import Why
from inbox.texts import t
from inbox.tui.models.cards import SIGNS, head, parts
from inbox.tui.models.noted import noted
from inbox.tui.models.when import clock

_OURS = {*map(str, Delivery), *map(str, Visibility)}
"""Values of facts that are words of ours."""


def step_said(step: Step) -> str:
    """Return a fact as a sentence."""
    values = {name: t(value) if value in _OURS else value for name, value in step.values}
    by = step.by or t("the inbox")
    said = t(step.said, **{**values, "by": by})
    said = said if "{by}" in step.said or not step.by else f"{by}: {said}"
    return f"{said} ({step.times}×)" if step.times > 1 else said


def _indented(text: object, sign: str = "  ") -> list[str]:
    return [f"{sign}{line}" for line in str(text).splitlines()]


def why_lines(why: Why, now: datetime) -> list[str]:
    """Return all that led to a reply."""
    first = why.parts[0]
    state = t(first.delivery) if first.delivery else ""
    about = (f"#{first.id}", why.contact, why.channel, t(first.visibility), state, clock(first.at, now))
    lines = [" · ".join(about), *(line for m in why.parts for line in _indented(m.words)), ""]
    if why.to:
        lines += [t("in answer to:"), *(line for m in why.to for line in _indented(m.words)), ""]
    lines.append(f"{t('owner then')}: {why.owner or t('nobody')}")
    lines.append(f"{t('seen by')}: {' · '.join(f'{s.person} {clock(s.at, now)}' for s in why.saw) or '–'}")
    lines += ["", t("written under:")]
    for card in why.cards:
        lines += [f"  {head(card, now)}", *(f"    {SIGNS[do]} {text}" for do, text in parts(card))]
    lines += [] if why.cards else [f"  {t('no goal or guideline')}"]
    if why.requests:
        lines += ["", t("answers it uses:")]
        for r in why.requests:
            lines += [f"  #{r.id} {r.department}{' · ' + r.answered_by if r.answered_by else ''}"]
            lines += [*_indented(r.question, "    ? "), *_indented(r.answer or "", "    ! ")]
    lines += ["", t("what happened:")]
    notes = {note.id: note for note in why.notes}
    for step in why.steps:
        lines.append(f"  {clock(step.at, now)}  {step_said(step)}  [{step.number}]")
        lines += _indented(noted(notes[step.note].words), "      ◦ ") if step.note in notes else []
    lines += ["", _proof(why)]
    return lines


def _proof(why: Why) -> str:
    """Say whether this is proven, and where it is not, what stands against it."""
    if why.proven:
        return f"✓ {t('words and facts fit each other; inbox verify looks at the whole chain')}"
    if any(m.edited for m in why.parts):
        return f"✗ {t('these words were changed on the platform after they had left; nobody signed them off')}"
    return f"✗ {t('words or facts were changed afterwards; run: inbox verify')}"
