"""Links lead where they say, and nothing but a web address is ever opened."""

from __future__ import annotations

import webbrowser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.errors import BadInput, Unreachable
from inbox.tui.links import host_of, links, open_link, safe_url


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("Siehe https://acme.test/a?b=c#d.", ["https://acme.test/a?b=c#d"]),
        ("(http://acme.test/x_(y)) und <https://b.test>", ["http://acme.test/x_(y)", "https://b.test/"]),
        ("ftp://a.test file:///etc/passwd javascript:alert(1) mailto:a@b.test", []),
        ("https:// https://? http://", []),
        ("https://a.test:8080/ü", ["https://a.test:8080/%C3%BC"]),
        ("https://[::1]:80/x", ["https://[::1]:80/x"]),
    ],
)
def test_only_web_links_are_found_without_the_sentence_around_them(text: str, urls: list[str]) -> None:
    assert [link.url for link in links(text)] == urls


def test_a_link_knows_its_place_in_the_text() -> None:
    text = "hier: https://acme.test/x!"
    (link,) = links(text)

    assert text[link.start : link.end] == "https://acme.test/x"


def test_a_lookalike_host_shows_its_punycode() -> None:
    assert host_of("https://p\u0430ypal.test/login") == "xn--pypal-4ve.test"


def test_a_user_name_before_the_host_is_taken_away() -> None:
    assert safe_url("https://mybank.test@evil.test/") == "https://evil.test/"


@pytest.mark.parametrize(
    "url",
    ["--help", "-x", "", "vscode://x", "smb://x/y", "https:///x", "https://a b.test/", "http://a.test:99999/", "https://-x/",
     "https://a.test\n.evil.test/", "https://" + "ä" * 80 + ".test/", "https://[::1", "\thttps://a.test/", "https://%2d.test/"],
)  # fmt: skip
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(BadInput):
        open_link(url)


@given(st.text(max_size=60))
def test_what_may_be_opened_is_plain_ascii_and_safe_already(rest: str) -> None:
    url = safe_url("https://a.test/" + rest)

    assert url.isascii() and url.isprintable() and " " not in url
    assert url.startswith("https://a.test/") and safe_url(url) == url


def test_control_characters_are_percent_encoded() -> None:
    assert safe_url("https://a.test/\x1b]0;x\x07?a=\x9b#\n") == "https://a.test/%1B]0;x%07?a=%C2%9B#%0A"


class Browser(webbrowser.BaseBrowser):
    """A browser that notes what it was given, registered the way Python's own are."""

    opened: list[str]

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        self.opened.append(url)
        return "nobrowser" not in url


def test_a_link_is_opened_in_the_persons_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser()
    browser.opened = []
    monkeypatch.setattr(webbrowser, "_tryorder", ["noted"])
    monkeypatch.setattr(webbrowser, "_browsers", {"noted": [None, browser]})
    open_link("HTTPS://ä.test/x y")

    assert browser.opened == ["https://xn--4ca.test/x%20y"]
    with pytest.raises(Unreachable):
        open_link("https://nobrowser.test/")
