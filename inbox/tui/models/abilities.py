"""Competences, gaps, suggested owners and absences in words, for screens and command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from inbox.domain.abilities import Ability
from inbox.domain.absence import Absence, PlanAbsence
from inbox.domain.candidates import Candidate
from inbox.domain.competence import Competence
from inbox.domain.covering import Gap, Lack, Need, Support
from inbox.texts import in_words, t
from inbox.tui.models.when import clock

DOTS = ("○○○", "●○○", "●●○", "●●●")
"""A level to look at."""


def named(competence: Competence) -> str:
    """Return what a competence is called."""
    return in_words(str(competence))


def listed(competences: Iterable[Competence]) -> str:
    """Return competences in one line."""
    return ", ".join(map(named, competences))


def because(need: Need) -> str:
    """Say why something is needed."""
    if need.by:
        return t("says {name}", name=need.by)
    return ", ".join(t(w) if w in ("public", "private") else w.replace("*", "…") for w in need.because[:4])


def _lacks(lacks: Iterable[Lack]) -> str:
    return ", ".join(f"{named(k.competence)} {k.has}/{k.needed}" for k in lacks)


def supported(support: Support) -> str:
    """Say who covers what."""
    who = t("department {name}", name=support.name) if support.department else support.name
    return f"{who}: {listed(support.covers)}"


def sentence(gap: Gap) -> str:
    """Say a whole gap in one sentence."""
    if not gap.needs:
        return t("This needs nothing in particular.")
    if not gap.lacks:
        return t("{name} has everything this needs.", name=gap.who)
    lacks = t("{name} lacks {lacks}", name=gap.who, lacks=_lacks(gap.lacks))
    by = t("covered by {support}", support=" + ".join(map(supported, gap.support))) if gap.support else ""
    nobody = t("nobody has {lacks}", lacks=listed(gap.uncovered)) if gap.uncovered else ""
    return "; ".join(x for x in (lacks, by, nobody) if x)


def gap_lines(gap: Gap) -> list[str]:
    """Return what a conversation needs, line by line: level, what there is of it, why; then whom to bring in."""
    lacks = {k.competence: k.has for k in gap.lacks}
    lines = [sentence(gap), ""]
    for need in gap.needs:
        sign = "✗" if need.competence in lacks else "✓"
        lines.append(f"{sign} {DOTS[need.level]} {named(need.competence):<22} {because(need)}")
    if not gap.mapped:
        lines += ["", t("Nobody's competences are known yet; a lead sets them with: inbox competence set")]
    return lines


def beside_lines(gap: Gap) -> list[str]:
    """Return what the context pane says of a gap; nothing where nothing is lacking or no competences are known."""
    if not gap.mapped or not gap.lacks:
        return []
    lines = ["", t("lacks:"), *(f"✗ {named(k.competence)} {k.has}/{k.needed}" for k in gap.lacks)]
    lines += [f"+ {supported(s)}" for s in gap.support]
    return [*lines, *([f"! {t('nobody has {lacks}', lacks=listed(gap.uncovered))}"] if gap.uncovered else [])]


def suited(candidate: Candidate) -> str:
    """Say what speaks for and against an owner, the most telling first."""
    parts = []
    if candidate.stand_in:
        parts.append(t("away, {name} acts", name=candidate.stand_in))
    if candidate.lacks:
        parts.append(t("lacks {lacks}", lacks=_lacks(candidate.lacks)))
    elif candidate.needs:
        parts.append(t("has all {n} it needs", n=candidate.needs))
    parts.append(t("{n} open", n=candidate.carried.opened))
    if candidate.carried.waiting:
        parts.append(t("{n} wait", n=candidate.carried.waiting))
    if candidate.here:
        parts.append(t("is here"))
    if candidate.signed:
        parts.append(t("needs a sign-off"))
    return " · ".join(parts)


def ability_line(ability: Ability, now: datetime) -> str:
    """Say one level with what it is known by."""
    said = f"{DOTS[ability.level]} {named(ability.competence):<22} {clock(ability.at, now)} {ability.by}: {ability.evidence}"
    doubt = t("contested: {why}", why=ability.doubt) if ability.doubt else ""
    return f"{said}  ✗ {doubt}" if doubt else said


def map_lines(abilities: Sequence[Ability], now: datetime) -> list[str]:
    """Return a competence map: each holder with their levels, highest first."""
    lines: list[str] = []
    holders = dict.fromkeys((a.holder, a.department) for a in abilities)
    for name, department in holders:
        lines += ["", t("department {name}", name=name) if department else name]
        mine = [a for a in abilities if (a.holder, a.department) == (name, department)]
        lines += [f"  {ability_line(a, now)}" for a in sorted(mine, key=lambda a: -a.level)]
    return lines[1:] or [t("Nobody's competences are known yet; a lead sets them with: inbox competence set")]


def planned(plan: PlanAbsence, now: datetime) -> str:
    """Say who acts for whom from when until when; without a substitute, that others are asked meanwhile."""
    begin = t("now") if plan.begins is None else clock(plan.begins, now)
    if not plan.substitute:
        end = clock(plan.ends, now)
        return t(
            "{person} is not asked from {begin} until {end} while a colleague is there.",
            person=plan.person,
            begin=begin,
            end=end,
        )
    return t(
        "{substitute} acts for {person} from {begin} until {end}.",
        substitute=plan.substitute,
        person=plan.person,
        begin=begin,
        end=clock(plan.ends, now),
    )


def absence_line(absence: Absence, now: datetime) -> str:
    """Say who is away until when, and who acts."""
    begun = absence.begins <= now
    when = t("until {end}", end=clock(absence.ends, now))
    if not begun:
        when = t("from {begin} until {end}", begin=clock(absence.begins, now), end=clock(absence.ends, now))
    acts = t("{name} acts", name=absence.substitute) if absence.substitute else t("colleagues answer")
    return f"{absence.person} {when} · {acts}"
