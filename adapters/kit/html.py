"""Turns HTML into text a person can read, with caps, because mail is hostile.

selectolax is linear on the inputs that stop the standard library's parser for 40 seconds, except for
very deep nesting: so size and number of tags are capped before, and beyond the caps tags are simply cut out.
"""

from __future__ import annotations

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

LARGEST = 256 * 1024
MOST_TAGS = 20_000
DEEPEST = 400
_BLOCKS = frozenset(
    "p div section article header footer table tr ul ol pre h1 h2 h3 h4 h5 h6 form fieldset address figure hr".split()
)
_HIDDEN = frozenset("script style head title template noscript object iframe svg math".split())
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?!\.)|max-height\s*:\s*0(?!\.)", re.IGNORECASE
)
_BLANKS = re.compile(r"[ \t\r\f\v\xa0]+")


def text_of_html(html: str) -> str:
    """Return the readable text: links as `label (url)`, lists with dashes, quotes with `> `."""
    if len(html) > LARGEST or html.count("<") > MOST_TAGS:
        return _crude(html[: LARGEST * 4])
    body = LexborHTMLParser(html).body
    if body is None:
        return ""
    out = _Writer()
    out.walk(body)
    return out.text()


def _crude(html: str) -> str:
    """Cut out whatever looks like a tag; for input too large to be worth more."""
    parts = [piece.partition(">")[2] for piece in html.split("<")[1:]]
    text = html.partition("<")[0] + " ".join(parts)
    return re.sub(r"\n{3,}", "\n\n", _BLANKS.sub(" ", unescape(text))).strip()


class _Writer:
    """Walks a tree without recursion and writes lines."""

    def __init__(self) -> None:
        self._lines: list[str] = [""]
        self._quotes = 0

    def walk(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode | None, str, int]] = [(root, "", 0)]
        while stack:
            node, closing, depth = stack.pop()
            if node is None:
                self._close(closing)
                continue
            if node.tag == "-text":
                self._write(node.text_content or "")
                continue
            if self._hidden(node) or depth > DEEPEST:
                continue
            after = self._open(node)
            stack.append((None, after, depth))
            children = []
            child = node.child
            while child is not None:
                children.append(child)
                child = child.next
            stack += [(c, "", depth + 1) for c in reversed(children)]

    def _hidden(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag in _HIDDEN or tag.startswith("!") or tag == "-comment":
            return True
        attributes = node.attributes
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
        elif tag in _BLOCKS:
            self._break_if_full()
            return "para" if tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol") else "block"
        elif tag in ("td", "th"):
            return "cell"
        elif tag == "img" and attributes.get("alt"):
            self._write(f"[{attributes['alt']}]")
        elif tag == "a":
            url = (attributes.get("href") or "").strip()
            label = (node.text(deep=True) or "").strip()
            if url.startswith(("http://", "https://")) and url.rstrip("/") not in (
                label,
                "http://" + label,
                "https://" + label,
            ):
                return f" ({url})"
        return ""

    def _close(self, closing: str) -> None:
        match closing:
            case "":
                return
            case "quote":
                self._break_if_full()
                self._quotes -= 1
            case "para":
                self._break_if_full()
                self._break()
            case "block":
                self._break_if_full()
            case "cell":
                self._write("  ")
            case _:
                self._write(closing)

    def _prefix(self) -> str:
        return "> " * min(self._quotes, 5)

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
