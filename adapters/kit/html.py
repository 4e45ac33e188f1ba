"""Turns HTML into text a person can read, with caps, because mail is hostile.

selectolax is linear on the inputs that stop the standard library's parser for 40 seconds, except for
very deep nesting: so what no reader sees (pictures in the text, styles, comments) is cut out of a large
mail first, size and number of tags are capped then, and beyond the caps tags are simply cut out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

LARGEST = 256 * 1024
MOST_TAGS = 10_000
"""Tags that open, and so how deep they can nest."""
CUT = "[…]"
_BLOCKS = frozenset(
    "p div section article header footer table tr ul ol pre h1 h2 h3 h4 h5 h6 form fieldset address figure hr".split()
)
_HIDDEN = frozenset("script style head title template noscript object iframe svg math".split())
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?!\.)|max-height\s*:\s*0(?!\.)", re.IGNORECASE
)
_DATA = re.compile(r"data:[\w.+/-]{0,80}[;,][^\"'<>]{100,}", re.IGNORECASE)
_UNSEEN = re.compile(r"<(?:(style|script)\b|!--)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\f\v\xa0]+")
_SHORTCODE = re.compile(r":\w{1,100}:")
"""An emoji of a server's own: its picture is read as its name."""
_HANDLE = re.compile(r"[@#]\S{1,200}")
_NAMES = frozenset(("mention", "hashtag", "tag"))
"""Classes and relations that mark a link as a name (microformats: rel=tag, u-url mention)."""


def text_of_html(html: str, *, handles: bool = False, unseen: frozenset[str] = frozenset()) -> str:
    """Return the readable text: links as `label (url)`, lists with dashes, quotes with `> `.

    Where a network links every name it knows (`handles`), a link that is a handle or a hashtag stands as it is read.
    What bears a class of `unseen` is left out.
    """
    if len(html) > LARGEST:
        html = _lean(html)
    end = _affordable(html)
    out = _Writer(handles=handles, unseen=unseen)
    if (body := LexborHTMLParser(html[:end]).body) is not None:
        out.walk(body)
    rest = _crude(html[end : LARGEST * 4])
    cut = CUT if len(html) > LARGEST * 4 else ""
    return "\n".join(text for text in (out.text(), rest, cut) if text)


def _affordable(html: str) -> int:
    """Return where a tag begins up to which HTML can be parsed."""
    end = len(html)
    if end > LARGEST:
        end = html.rfind("<", 0, LARGEST) if "<" in html[:LARGEST] else LARGEST
    if html.count("<", 0, end) - html.count("</", 0, end) > MOST_TAGS:
        end = next(islice(re.finditer("<(?!/)", html), MOST_TAGS, None)).start()
    return end


def _lean(html: str) -> str:
    """Cut out what no reader sees, in one pass: data: URLs, styles, scripts and comments."""
    html = _DATA.sub("data:", html)
    lower, kept, place = html.lower(), [], 0
    while found := _UNSEEN.search(html, place):
        closing = f"</{found[1].lower()}" if found[1] else "-->"
        end = lower.find(closing, found.end())
        if end < 0:
            break
        kept.append(html[place : found.start()])
        place = (lower.find(">", end) + 1) or len(html)
    return "".join((*kept, html[place:]))


def _crude(html: str) -> str:
    """Cut out whatever looks like a tag; for input too large to be worth more."""
    parts = [piece.partition(">")[2] for piece in html.split("<")[1:]]
    text = html.partition("<")[0] + " ".join(parts)
    return re.sub(r"\n{3,}", "\n\n", _BLANKS.sub(" ", unescape(text))).strip()


def _tokens(attributes: Mapping[str, str | None], *keys: str) -> set[str]:
    return {token for key in keys for token in (attributes.get(key) or "").split()}


class _Writer:
    """Walks a tree without recursion and writes lines."""

    def __init__(self, *, handles: bool, unseen: frozenset[str]) -> None:
        self._handles = handles
        self._unseen = unseen
        self._lines: list[str] = [""]
        self._quotes = 0
        self._as_typed = 0

    def walk(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode | None, str]] = [(root, "")]
        while stack:
            node, closing = stack.pop()
            if node is None:
                self._close(closing)
                continue
            if node.tag == "-text":
                self._text(node.text_content or "")
                continue
            if self._hidden(node):
                continue
            stack.append((None, self._open(node)))
            children = []
            child = node.child
            while child is not None:
                children.append(child)
                child = child.next
            stack += [(c, "") for c in reversed(children)]

    def _hidden(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag in _HIDDEN or tag.startswith("!") or tag == "-comment":
            return True
        attributes = node.attributes
        if self._unseen and self._unseen & _tokens(attributes, "class"):
            return True
        return "hidden" in attributes or bool(_INVISIBLE.search(attributes.get("style") or ""))

    def _open(self, node: LexborNode) -> str:
        """Begin an element; return what its end writes."""
        tag, attributes = node.tag or "", node.attributes
        if tag == "br":
            self._break()
        elif tag == "li":
            self._break_if_full()
            self._write("- ")
        elif tag == "blockquote":
            self._break_if_full()
            self._quotes += 1
            return "quote"
        elif tag == "pre":
            self._break_if_full()
            self._as_typed += 1
            return "pre"
        elif tag in _BLOCKS:
            self._break_if_full()
            return "para" if tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol") else "block"
        elif tag in ("td", "th"):
            return "cell"
        elif tag == "img" and attributes.get("alt"):
            alt = attributes["alt"] or ""
            self._write(alt if _SHORTCODE.fullmatch(alt) else f"[{alt}]")
        elif tag == "a":
            return self._address(node)
        return ""

    def _address(self, node: LexborNode) -> str:
        """Return what is written behind a link: its address, where the label does not say it."""
        url = (node.attributes.get("href") or "").strip()
        label = (node.text(deep=True) or "").strip()
        if not url.startswith(("http://", "https://")):
            return ""
        if self._handles and (_HANDLE.fullmatch(label) or _NAMES & _tokens(node.attributes, "class", "rel")):
            return ""
        bare = label.rstrip("/")
        return "" if url.rstrip("/") in (bare, "http://" + bare, "https://" + bare) else f" ({url})"

    def _close(self, closing: str) -> None:
        match closing:
            case "":
                return
            case "quote":
                while len(self._lines) > 1 and not self._lines[-1].strip("> "):
                    self._lines.pop()
                self._break_if_full()
                self._quotes -= 1
            case "para":
                self._break_if_full()
                self._break()
            case "block":
                self._break_if_full()
            case "pre":
                self._as_typed -= 1
                self._break_if_full()
            case "cell":
                self._write("  ")
            case _:
                self._write(closing)

    def _prefix(self) -> str:
        return "> " * min(self._quotes, 5)

    def _text(self, text: str) -> None:
        if not self._as_typed:
            self._write(text)
            return
        for number, line in enumerate(text.replace("\r\n", "\n").split("\n")):
            if number:
                self._break()
            if line:
                self._lines[-1] += line if self._lines[-1] else self._prefix() + line

    def _write(self, text: str) -> None:
        text = _BLANKS.sub(" ", text.replace("\n", " "))
        if not self._lines[-1]:
            text = text.lstrip()
            if not text:
                return
            self._lines[-1] = self._prefix()
        if text.startswith(" ") and self._lines[-1].endswith(" "):
            text = text[1:]
        self._lines[-1] += text

    def _break(self) -> None:
        if not self._lines[-1] and self._quotes:
            self._lines[-1] = self._prefix().rstrip()
        self._lines.append("")

    def _break_if_full(self) -> None:
        if self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        """Return the lines, at most one empty one between others."""
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in self._lines)).strip()
