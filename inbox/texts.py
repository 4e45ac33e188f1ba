"""Every sentence people read, in German and English, from one catalogue.

The English sentence is the key; the catalogue in `locale/` holds the German one. Sentences with
gaps are formatted after translation, so data in them is never translated or parsed.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from inbox.errors import InboxError

_LOCALE = Path(__file__).parent / "locale"
_chosen = ""


def language(environment: Mapping[str, str] = os.environ) -> str:
    """Return `de` or `en`: what was chosen, else INBOX_LANG, else the system's language."""
    if _chosen:
        return _chosen
    for name in ("INBOX_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return "de" if value.lower().startswith("de") else "en"
    return "en"


def speak(lang: str) -> None:
    """Choose the language for this process ("" goes back to the environment's)."""
    global _chosen  # noqa: PLW0603 - one process speaks one language
    _chosen = lang


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation("chefsache", _LOCALE, [lang], fallback=True)


def t(sentence: str, /, **values: object) -> str:
    """Return a sentence in the reader's language, its gaps filled."""
    lang = language()
    said = sentence if lang == "en" else _catalogue(lang).gettext(sentence)
    return said.format(**values) if values else said


def in_words(name: str) -> str:
    """Return one of our own names, of a competence or a state, as people read it."""
    return t(name).replace("_", " ")


def number(value: float) -> str:
    """Write a number with the reader's decimal sign, without needless zeros."""
    return f"{value:g}".replace(".", "," if language() == "de" else ".")


_OURS = frozenset({"competence", "competences", "what", "state", "delivery", "roles"})
"""Gaps that our own words fill, not data: they are said in the reader's language too."""
_WHOLE = frozenset({"closed", "unit"})
"""Gaps that a whole sentence of an adapter fills."""
_MOMENTS = frozenset({"when"})
"""Gaps that a moment fills, said as the reader's clock has it."""


def _moment(at: object) -> str:
    """Write a moment in local time; one that came from far away is a text."""
    try:
        local = (at if isinstance(at, datetime) else datetime.fromisoformat(str(at))).astimezone()
    except ValueError:
        return str(at)
    return f"{local:%H:%M}" if local.date() == datetime.now(UTC).astimezone().date() else f"{local:%d.%m. %H:%M}"


def explain(error: BaseException) -> str:
    """Return an error of ours as a sentence in the reader's language."""
    if isinstance(error, InboxError):
        ours = {
            name: ", ".join(map(in_words, str(error.values[name]).split(", "))) for name in _OURS & error.values.keys()
        }
        ours |= {name: _moment(error.values[name]) for name in _MOMENTS & error.values.keys()}
        ours |= {name: t(str(error.values[name])) for name in _WHOLE & error.values.keys() if error.values[name]}
        return t(error.template, **{**error.values, **ours})
    return f"{type(error).__name__}: {error}"
