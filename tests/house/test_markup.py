"""Holds that markup is never parsed from data: a customer's name must not become a link, a colour or an action."""

from __future__ import annotations

import ast

from tests.house.source import Module, calls, modules

PARSERS = (
    "Text.from_markup",
    "Content.from_markup",
    "Text.from_ansi",
    "Content.from_rich_text",
    "visualize",
    "rich.print",
)
WIDGETS = {
    "Static", "Label", "Button", "Checkbox", "RadioButton", "Collapsible", "Option", "Tab", "TabPane", "Link", "Tooltip", "Tree",
    "TreeNode", "Footer", "Header", "Placeholder", "Toast", "Switch", "SelectionList", "OptionList", "RichLog", "Log", "DataTable",
}  # fmt: skip
TITLES = {"border_title", "border_subtitle", "title", "sub_title", "tooltip", "placeholder"}
SAFE = ("Content(", "Text(", "Content.assemble(", "Content.styled(", "Content.from_text(")


def _plain(node: ast.expr) -> bool:
    """Tell whether a value is a literal of ours or a Content/Text, which are never parsed."""
    if isinstance(node, ast.Constant):
        return "[" not in str(node.value)
    return ast.unparse(node).startswith(SAFE)


def _says_no_markup(call: ast.Call) -> bool:
    return any(
        k.arg == "markup" and isinstance(k.value, ast.Constant) and k.value.value is False for k in call.keywords
    )


def test_no_text_is_parsed_as_markup() -> None:
    found = [m.at(c) for m in modules("inbox", "adapters") for name, c in calls(m.tree) if name.endswith(PARSERS)]

    assert not found, "\n".join(found)


def test_every_notification_says_that_it_is_no_markup() -> None:
    found = []
    for module in modules("inbox/tui"):
        for name, call in calls(module.tree):
            whose = name.removesuffix(".notify")
            spoken = whose != name and whose.rpartition(".")[2] in ("self", "app", "screen")
            if spoken and not _says_no_markup(call):
                found.append(module.at(call))

    assert not found, "\n".join(found)


def _widgets(module: Module) -> set[str]:
    """Return the names under which a module knows widgets that parse markup: Textual's, and heirs of them."""
    found = {
        alias.asname or alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual")
        for alias in node.names
        if alias.name in WIDGETS
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef) and {ast.unparse(b).partition("[")[0] for b in node.bases} & found:
            found.add(node.name)
    return found


def test_every_widget_gets_its_text_as_content_or_without_markup() -> None:
    found = []
    for module in modules("inbox/tui"):
        widgets = _widgets(module)
        for name, call in calls(module.tree):
            if name in widgets and call.args and not _plain(call.args[0]) and not _says_no_markup(call):
                found.append(f"{module.at(call)} {ast.unparse(call)[:80]}")

    assert not found, "\n".join(found)


def _shows(name: str) -> bool:
    """Tell a widget's update from a dictionary's: by how the code gets hold of it."""
    return "query_one" in name or name == "self.update" or name.startswith(("self._title", "wrong", "bar"))


def test_every_update_of_a_text_widget_is_content() -> None:
    """`Static.update` parses markup unless its widget was made without; only Content and Text are safe everywhere."""
    found = []
    for module in modules("inbox/tui"):
        for name, call in calls(module.tree):
            if name.endswith(".update") and call.args and _shows(name) and not _plain(call.args[0]):
                found.append(f"{module.at(call)} {ast.unparse(call)[:80]}")

    assert not found, "\n".join(found)


def test_no_title_is_formatted_from_data() -> None:
    """`border_title = f"…{name}"` is parsed as markup; `Content` is not."""
    found = []
    for module in modules("inbox/tui"):
        for node in ast.walk(module.tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr in TITLES and not _plain(node.value):
                    found.append(f"{module.at(node)} {ast.unparse(node)[:80]}")

    assert not found, "\n".join(found)


def test_the_markdown_widget_is_used_nowhere() -> None:
    found = []
    for module in modules("inbox"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and any("Markdown" in a.name for a in node.names):
                found.append(module.at(node))

    assert not found, "\n".join(found)
