"""What is asked of X, held against X's own specification where a copy of it lies (its licence lets none lie here)."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from inbox.ports.adapter import File
from tests.adapters.x.account import adapter, direct, reply, says, until_caught_up
from tests.servers.x import Asked, X

SPEC = Path(os.environ.get("INBOX_SPECS", "specs")) / "x-api-v2-openapi.json"
pytestmark = pytest.mark.skipif(not SPEC.exists(), reason="no copy of X's specification here")


class Spec:
    """X's specification."""

    def __init__(self) -> None:
        self.whole: dict[str, Any] = json.loads(SPEC.read_text())
        self.paths = {
            re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path)) + r"\Z"): found
            for path, found in sorted(self.whole["paths"].items(), key=lambda one: "{" in one[0])
        }

    def resolved(self, found: dict[str, Any]) -> dict[str, Any]:
        """Return what a reference leads to."""
        while "$ref" in found:
            target: Any = self.whole
            for part in found["$ref"].split("/")[1:]:
                target = target[part]
            found = target
        return found

    def wrong(self, value: object, schema: dict[str, Any], where: str) -> list[str]:
        """Return what is wrong with a value."""
        schema = self.resolved(schema)
        if "anyOf" in schema and "properties" not in schema:
            return (
                [] if any(not self.wrong(value, one, where) for one in schema["anyOf"]) else [f"{where}: none of these"]
            )
        kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
        if not isinstance(value, kinds.get(schema.get("type", ""), object)):
            return [f"{where}: {value!r} is no {schema['type']}"]
        found = [f"{where}: {key} is missing" for key in schema.get("required", []) if key not in value]  # type: ignore[operator]
        if isinstance(value, dict):
            known = schema.get("properties", {})
            for key, inner in value.items():
                found += self.wrong(inner, known[key], f"{where}.{key}") if key in known else [f"{where}: no {key}"]
        if isinstance(value, list):
            found += [w for one in value for w in self.wrong(one, schema["items"], where)]
            found += [f"{where}: twice"] if schema.get("uniqueItems") and len(set(map(str, value))) < len(value) else []
        if isinstance(value, str):
            found += [f"{where}: {value}"] if "enum" in schema and value not in schema["enum"] else []
            found += [f"{where}: {value}"] if "pattern" in schema and not re.search(schema["pattern"], value) else []
            found += [f"{where}: short"] if len(value) < schema.get("minLength", 0) else []
        if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            found.append(f"{where}: {value}")
        return found

    def amiss(self, asked: Asked) -> list[str]:
        """Return what the specification says against a call."""
        path = next((found for known, found in self.paths.items() if known.match(asked.path)), None)
        if path is None or asked.method.lower() not in path:
            return [f"{asked.method} {asked.path} is not known"]
        operation, found = path[asked.method.lower()], []
        known = {p["name"]: p for p in map(self.resolved, operation.get("parameters", []))}
        for key, given in asked.query.items():
            if key not in known:
                found.append(f"{asked.path}: no parameter {key}")
                continue
            schema = self.resolved(known[key]["schema"])
            value: object = given
            value = (
                given.split(",") if schema["type"] == "array" else int(given) if schema["type"] == "integer" else value
            )
            found += self.wrong(value, schema, f"{asked.path}?{key}")
        found += [
            f"{asked.path}: {k} is missing"
            for k, p in known.items()
            if p.get("required") and p["in"] == "query" and k not in asked.query
        ]
        if "json" in asked.headers.get("content-type", ""):
            body = operation["requestBody"]["content"]["application/json"]["schema"]
            found += self.wrong(asked.json(), body, asked.path)
        return found


async def test_every_call_is_one_that_the_specification_knows(x: X) -> None:
    for id in range(1000, 2100):
        x.says(id)
    x.writes(50)
    x.writes(51)
    await until_caught_up(adapter(x))
    batches = await until_caught_up(adapter(x, stream="no"), json.dumps({"mentions": "1050", "dms": "49"}))
    found = adapter(x, stream="yes")
    await found.check()
    stream = aiter(found.receive(""))
    x.stream.put_nowait(b"\r\n")
    await anext(stream)
    await found.send(reply("Bild", "100/7", "100", File("a.png", "image/png", b"x")))
    await found.send(direct())
    await found.send(direct(key="123"))
    await found.aclose()
    spec = Spec()

    assert len(says(batches)) > 1000
    assert {one.path.split("/")[2] for one in x.asked} >= {
        "tweets",
        "users",
        "dm_events",
        "dm_conversations",
        "media",
        "activity",
    }
    assert sorted({wrong for one in x.asked for wrong in spec.amiss(one)}) == []


def test_the_specification_would_say_if_something_were_wrong() -> None:
    bad = Asked(
        "POST", "/2/tweets", {}, {"content-type": "application/json"}, b'{"text": 5, "status": "x", "reply": {}}'
    )

    assert len(Spec().amiss(bad)) == 3
    assert Spec().amiss(Asked("GET", "/2/users/1/mentions", {"max_results": "1", "tweet.fields": "id"}, {}, b""))
