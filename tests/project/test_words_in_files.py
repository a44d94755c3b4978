"""French stands in files: in no string of the package, but for its grammar and its identifiers."""

import ast
import re
from collections.abc import Iterator

from annual_report.base.project import PACKAGE

GRAMMAR = ("base/french", "network/phrases/filters.py", "network/territories")
"""What French needs of itself: numbers, dates, articles, names, the names of filters."""
READ = (
    "network/reading", "network/writing", "commands", "machine/preview", "machine/making",
    "machine/run",
)  # fmt: skip
"""What is read and written of the data, and text to who runs a command: no page has it."""
OTHERS = ("report/publication/warm_network.py",)
"""A small network that warms a process up."""
STATES = {"annoncé plus tard", "non invité", "non renseigné", "traité plus tard"}
"""The identifiers of two words that tables have."""
ACCENT = re.compile(r"[àâçéèêëîïôœùûÀÂÇÉÈÊËÎÏÔŒÙÛ]|\w’\w")
TWO_WORDS = re.compile(r"\b[A-Za-z]{2,} (?:de|du|des|la|le|les|un|une)\b")
PATTERN = re.compile(r"[\\<]|==")
"""What is in regular expressions, HTML and queries."""
MODULES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if not path.relative_to(PACKAGE).as_posix().startswith((*GRAMMAR, *READ, *OTHERS))
)


def strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the strings of a module that are no docstrings, no messages and no single words."""
    apart = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            apart |= {id(part) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            yield node.lineno, node.value


def test_no_string_of_the_package_is_french() -> None:
    wrong = [
        f"{module.relative_to(PACKAGE)}:{line}: {text}"
        for module in MODULES
        for line, text in strings(ast.parse(module.read_text(encoding="utf-8")))
        if text not in STATES and not PATTERN.search(text) and is_french(text)
    ]
    assert wrong == []


def is_french(text: str) -> bool:
    """Whether a string is said to somebody: a lower-case word with an accent is an identifier."""
    spoken = " " in text.strip() or re.search(r"[A-ZÉÀ]", text)
    return bool(TWO_WORDS.search(text) or (spoken and ACCENT.search(text)))
