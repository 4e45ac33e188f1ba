"""What the context pane says about a conversation: who, who holds the ball, what is due, who is asked."""

from __future__ import annotations

from datetime import datetime

from inbox.domain.model import PENDING
from inbox.ports.desk import Row, Thread
from inbox.texts import t
from inbox.tui.models.when import ago, ahead, clock


def ball_line(row: Row) -> str:
    """Say who must act next."""
    if row.ball.startswith("department:"):
        return t("{department} must answer", department=row.ball.partition(":")[2])
    return {"us": t("we must act"), "lead": t("a lead must sign off"), "customer": t("the customer's turn")}[row.ball]


def owner(row: Row) -> str:
    """Name the owner, and who acts for them while they are away."""
    acts = f" ({t('{name} acts', name=row.acting)})" if row.acting else ""
    return f"{row.conversation.owner or t('nobody')}{acts}"


def context_lines(thread: Thread, now: datetime) -> list[str]:
    """Return the pane's lines."""
    row, c = thread.row, thread.row.conversation
    lines = [row.contact, f"{row.platform} · {c.channel}", ""]
    if c.subject:
        lines += [str(c.subject), ""]
    lines += [f"{t('state')}: {t(c.state)}", f"{t('owner')}: {owner(row)}", f"→ {ball_line(row)}"]
    if c.waiting_since:
        lines.append(t("waits {span}", span=ago(c.waiting_since, now)))
    if c.snoozed_until:
        lines.append(f"z {clock(c.snoozed_until, now)}")
    if row.due:
        lines.append(f"{t('due')}: {ahead(row.due, now)}")
    if c.tags:
        lines += ["", " ".join(f"#{tag}" for tag in c.tags)]
    asked = [r for r in thread.requests if r.state in PENDING]
    if asked:
        lines += ["", t("asked:")]
        lines += [f"#{r.id} {r.department}: {t(r.state)}" for r in asked]
    if thread.draft:
        lines += ["", f"✎ {t('draft by {name}', name=thread.draft.author)}"]
    return lines
