"""The document as a page to read: plain HTML without a script, so that nothing on it can run."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from html import escape
from typing import Any

from inbox.server.document import document

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1f;background:#fff}"
    "h2{margin-top:2.2rem;border-top:1px solid #ccc;padding-top:1rem}code,pre{font:14px/1.4 ui-monospace,monospace}"
    "pre{background:#f3f3f6;padding:.8rem;overflow:auto}.verb{color:#fff;background:#30507a;padding:.1rem .5rem;border-radius:.3rem}"
    "table{border-collapse:collapse}td,th{text-align:left;padding:.15rem 1rem .15rem 0;vertical-align:top}"
    "@media(prefers-color-scheme:dark){body{color:#e6e6ea;background:#17171a}pre{background:#232328}h2{border-color:#444}}"
)
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    + "'"
)
"""What a browser may do with the page: show it."""


@cache
def page() -> str:
    """Return the page."""
    whole = json.loads(document())
    parts = [
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(whole["info"]["title"])}</title>',
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>',
        f"<h1>{escape(whole['info']['title'])}</h1><p>Version {escape(whole['info']['version'])}.",
        f"<p>{escape(whole['info']['description'])}",
        "<p>Every call but <code>/health</code> carries <code>Authorization: Bearer TOKEN</code>. An error is",
        ' <code>{"error", "template", "values", "says"}</code>; its status says how to go on.',
        ' The same for machines: <a href="openapi.json">openapi.json</a>.',
    ]
    for path, verbs in whole["paths"].items():
        for verb, call in verbs.items():
            parts += _call(path, verb.upper(), call)
    parts.append('<h2 id="schemas">What is spoken of</h2>')
    for name, schema in sorted(whole["components"]["schemas"].items()):
        parts.append(f'<h3 id="{escape(name)}">{escape(name)}</h3>{_pre(schema)}')
    return "\n".join(parts)


def _call(path: str, verb: str, call: dict[str, Any]) -> Iterator[str]:
    yield f'<h2 id="{escape(call["operationId"])}"><span class="verb">{verb}</span> <code>{escape(path)}</code></h2>'
    yield f"<p>{escape(call.get('summary', ''))} {escape(call.get('description', ''))}"
    if rows := call.get("parameters"):
        yield "<table><tr><th>where<th>name<th>what"
        for row in rows:
            must = " (must be given)" if row.get("required") else ""
            yield f"<tr><td>{row['in']}<td><code>{escape(row['name'])}</code>{must}<td>{_kind(row['schema'])}"
        yield "</table>"
    if "requestBody" in call:
        schema = call["requestBody"]["content"]["application/json"]["schema"]
        if "oneOf" in schema:
            yield "<p>Body: <code>{&quot;do&quot;: NAME, &quot;with&quot;: {…}}</code>, one of"
            yield ", ".join(f'<a href="#{escape(one["title"])}">{escape(one["title"])}</a>' for one in schema["oneOf"])
        else:
            yield f"<p>Body:{_pre(schema)}"
    for kind, given in call["responses"]["200"].get("content", {}).items():
        yield f"<p>Gives <code>{escape(kind)}</code>: {_kind(given.get('schema', {}))}"


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if set(schema) <= {"type", "format", "minimum", "maximum", "default", "maxLength", "pattern"}:
        return escape(str(schema.get("type", "bytes")))
    return _pre(schema)


def _pre(schema: dict[str, Any]) -> str:
    return f"<pre>{escape(json.dumps(schema, indent=1, ensure_ascii=False))}</pre>"
