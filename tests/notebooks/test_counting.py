"""The notebooks count in sight: what is said and published is assigned in their own cells."""

import ast
import builtins
import json
import re
from collections.abc import Iterator

import pytest

from annual_report.project import NOTEBOOKS

COUNTING = re.compile(
    r"\.(?:groupby|merge|join|crosstab|value_counts|pivot\w*|nunique|agg|sum|count|isin|eq|gt|max|min"
    r"|idxmax|mask|where|drop_duplicates|notna|isna)\("
)
SAYING = ("tell", "words", "publish", "front", "chapter")
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))


def code_of(notebook: str) -> list[str]:
    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    return ["".join(each["source"]) for each in cells if each["cell_type"] == "code"]


def given(tree: ast.Module) -> Iterator[str]:
    """Yield the names that what is said or published is made of."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in SAYING:
            for part in ast.walk(call):
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
                    yield part.id


@pytest.mark.parametrize("notebook", NAMES)
def test_what_is_said_is_assigned_in_a_cell_of_the_notebook(notebook: str) -> None:
    tree = ast.parse("\n".join(code_of(notebook)))
    assigned = {
        each.id for each in ast.walk(tree)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }  # fmt: skip
    imported = {
        alias.asname or alias.name for each in ast.walk(tree)
        if isinstance(each, ast.Import | ast.ImportFrom) for alias in each.names
    }  # fmt: skip
    assert set(given(tree)) - assigned - imported - set(vars(builtins)) == set()


def test_the_analysis_is_where_one_reads_it() -> None:
    cells = [each for name in ("annual_report", "year_data", "trends") for each in code_of(name)]
    assert sum(bool(COUNTING.search(each)) for each in cells) >= 15


def test_no_cell_of_one_notebook_is_a_copy_of_another_s() -> None:
    """A table that two pages show is made by the same call; what is counted of it is not."""
    counted = [
        (each, name) for name in NAMES for each in code_of(name)
        if len(each.splitlines()) > 4 and COUNTING.search(each)
    ]  # fmt: skip
    seen: dict[str, str] = {}
    copies = [name for each, name in counted if seen.setdefault(each, name) != name]
    assert copies == []
