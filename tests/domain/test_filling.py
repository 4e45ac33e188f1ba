"""Templates are filled once, say what is open, and no customer's name becomes anything but a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.domain.filling import VARIABLES, asked, fill, first_name, gaps, mark, outside, pieces
from inbox.errors import BadInput

KNOWN = {"contact": "Jana Beck", "first_name": "Jana", "me": "anna"}


@pytest.mark.parametrize(
    ("template", "text", "still"),
    [
        ("Hallo {first_name}!", "Hallo Jana!", ()),
        ("Hallo { first_name }!", "Hallo Jana!", ()),
        ("{subject}", "⟨subject?⟩", ("subject",)),
        ("{subject|Ihre Frage}", "Ihre Frage", ()),
        ("a{subject|}b", "ab", ()),
        ("{subject|first_name|dort}", "Jana", ()),
        ("{subject|owner|dort}", "dort", ()),
        ("{subject|owner}", "⟨subject?⟩", ("subject",)),
        ("{?order number}", "⟨order number?⟩", ("order number",)),
        ("{?order number|Ihre Bestellung}", "Ihre Bestellung", ()),
        ("{?  order   number}", "⟨order number?⟩", ("order number",)),
        ("{{first_name}}", "{first_name}", ()),
        ("", "", ()),
    ],
)
def test_a_template_says_what_is_known_else_its_fallback_else_marks_what_is_open(
    template: str, text: str, still: tuple[str, ...]
) -> None:
    found = fill(template, KNOWN)

    assert (found.text, found.gaps) == (text, still)
    assert gaps(found.text) == still


def test_what_the_writer_says_stands_before_what_is_known_and_before_the_fallback() -> None:
    said = {"order number": " 4711 ", "first_name": "Frau Beck", "unasked": "x"}

    assert fill("{first_name}: {?order number|?}", KNOWN, said).text == "Frau Beck: 4711"
    assert fill("{?order number|–}", KNOWN, {"order number": " "}).text == "–"
    assert asked("{?a} {?b|} {contact} {?a}") == ("a", "b")


@pytest.mark.parametrize(
    "wrong", ["{", "}", "{frist_name}", "{}", "{?}", "{?a|b|c}", "Hallo\n{first_name", "{?a{b}}", "{subject|ownr|x}"]
)
def test_a_mistake_in_a_template_is_said_when_it_is_kept(wrong: str) -> None:
    with pytest.raises(BadInput):
        pieces(wrong)


@given(st.text(max_size=60))
def test_a_value_is_put_in_once_and_never_read_again(name: str) -> None:
    for value in (name, "{me}", "{?x}", "{{", "⟨order number?⟩"):
        found = fill("Hallo {contact|du}, {me}", {**KNOWN, "contact": outside(value)})
        assert found.gaps == ()
        assert gaps(found.text) == ()
        assert found.text == f"Hallo {outside(value) or 'du'}, anna"


@given(st.text(max_size=80))
def test_any_text_is_a_template_or_a_mistake_that_is_said_and_twice_the_braces_are_braces(text: str) -> None:
    try:
        pieces(text)
    except BadInput:
        assert "{" in text or "}" in text
    assert fill(text.replace("{", "{{").replace("}", "}}"), KNOWN).text == text


@given(st.lists(st.sampled_from([*VARIABLES, "?order number"]), max_size=8))
def test_what_is_open_is_named_once_in_the_order_of_the_text(names: list[str]) -> None:
    found = fill(" ".join(f"{{{name}}}" for name in names), {})

    assert found.gaps == tuple(dict.fromkeys(name.removeprefix("?") for name in names))
    assert all(mark(gap) in found.text for gap in found.gaps)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Jana Beck", "Jana"), ("Jana", "Jana"), ("Anna-Lena Groß", "Anna-Lena"), ("O'Neill", "O'Neill"), ("Élodie", "Élodie"),
        ("jana82", ""), ("@acme", ""), ("ACME GmbH", ""), ("Dr. Beck", ""), ("Frau Beck", ""), ("", ""), ("+49 171", ""),
        ("x", ""), ("J", ""), ("kaffeefan", ""), ("{me}", ""), ("🦊 Fuchs", ""), ("The Strausses", ""), ("Die Müllers", ""), ("Family Beck", ""),
    ],
)  # fmt: skip
def test_nobody_is_greeted_by_what_is_no_name(name: str, first: str) -> None:
    assert first_name(name) == first
