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
"""What is read and written of the data, and said to who runs a command: no page has it."""
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
    apart = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    for each in ast.walk(tree):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "_":
            apart |= {id(part) for part in ast.walk(each)}
    for each in ast.walk(tree):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in apart:
            yield each.lineno, each.value


def test_no_string_of_the_package_is_french() -> None:
    found = [
        f"{module.relative_to(PACKAGE)}:{line}: {said}"
        for module in MODULES
        for line, said in strings(ast.parse(module.read_text(encoding="utf-8")))
        if said not in STATES and not PATTERN.search(said) and is_french(said)
    ]
    assert found == []


def is_french(said: str) -> bool:
    """Whether a string is said to somebody: a lower-case word with an accent is an identifier."""
    spoken = " " in said.strip() or re.search(r"[A-ZÉÀ]", said)
    return bool(TWO_WORDS.search(said) or (spoken and ACCENT.search(said)))
