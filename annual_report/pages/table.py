"""A published table: a DataFrame or a Series that keeps its values until it is printed.

How a column is headed and printed comes from the call, or else from what is known of it
(`columns`), or else from its values. The index stays, be it named or not, for it says
what a row is about; only row numbers go.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from annual_report.errors import PublishError
from annual_report.messages import _
from annual_report.pages.columns import Column, find_column
from annual_report.pages.fragment import words
from annual_report.pages.language import said, typeset
from annual_report.pages.scroller import needed, scroller
from annual_report.pages.values import (
    DATE,
    MASKED,
    SHARE,
    YEAR,
    column_of,
    decimals_needed,
    is_missing,
    is_number,
    print_value,
    type_value,
)

YEARS = {"year", "annee", "année", "an"}
"""Columns that hold years, whoever made them."""
ROW_NUMBERS = range(1000)

Labels = Mapping[Any, str]
Units = Mapping[Any, str] | str
Decimals = Mapping[Any, int] | int
MASK = "_masque"
"""What a column's name ends with that says which values of another may not be published."""


@dataclass(frozen=True)
class TableColumn:
    """A column with what is known of it; `decimals` is how many its numbers are printed with."""

    name: str
    label: str
    unit: str
    decimals: int
    values: tuple[Any, ...]

    @property
    def right(self) -> bool:
        """Whether it holds numbers, which stand right, whatever is missing among them."""
        return any(is_number(value) and not is_missing(value) for value in self.values)

    @property
    def facts(self) -> dict[str, Any]:
        """What is known of it, as the file beside the page has it."""
        return {
            "nom": self.name,
            "libelle": self.label,
            "unite": self.unit,
            "decimales": self.decimals,
        }

    @property
    def printed(self) -> list[str | Markup]:
        """The values as they are read."""
        return [print_value(value, self.unit, self.decimals) for value in self.values]


@dataclass(frozen=True)
class PublishedTable:
    """Columns under a caption; the first `keys` of them say what a row is about.

    `bare` is set where those have no heading.
    """

    caption: str
    columns: tuple[TableColumn, ...]
    keys: int
    bare: bool = False

    @cached_property
    def typed_rows(self) -> list[list[Any]]:
        """The values of each row, as JSON and CSV keep them."""
        columns = [[type_value(value) for value in column.values] for column in self.columns]
        return [list(row) for row in zip(*columns, strict=True)]

    @property
    def facts(self) -> dict[str, Any]:
        """The table as the file beside the page has it."""
        return {
            "legende": self.caption,
            "cles": self.keys,
            "colonnes": [column.facts for column in self.columns],
            "lignes": self.typed_rows,
        }

    @property
    def html(self) -> Markup:
        """The table in a box that scrolls by itself on a narrow screen, by keyboard too."""
        rights = [n >= self.keys and column.right for n, column in enumerate(self.columns)]
        heads, columns = [], []
        for n, (column, right) in enumerate(zip(self.columns, rights, strict=True)):
            is_key = n < self.keys
            head = cell("th", typeset(column.label), right, scope="col")
            heads.append(Markup("<td></td>") if self.bare and is_key else head)
            values = zip(column.printed, column.values, strict=True)
            columns.append(
                [cell("th", value, False, scope="row") for value, _of in values]
                if is_key
                else [cell("td", value, right, unknown=is_missing(of)) for value, of in values]
            )
        return boxed(self.caption, heads, {"": list(zip(*columns, strict=True))})


def boxed(
    caption: str, heads: Sequence[Markup], groups: Mapping[str, Sequence[Sequence[Markup]]]
) -> Markup:
    """Make a table of groups of rows of cells, in a box that scrolls where it is too wide.

    The name of a group, if it has one, stands above its rows.
    """
    bodies = ""
    for name, rows in groups.items():
        lines = [f"<tr>{''.join(row)}</tr>" for row in rows]
        if name:
            head = f'<th colspan="{len(heads)}" scope="rowgroup"><span>{words(name)}</span></th>'
            lines.insert(0, f'<tr class="group">{head}</tr>')
        bodies += "\n".join(("<tbody>", *lines, "</tbody>"))
    head = f"<caption>{words(caption)}</caption>\n<thead><tr>{''.join(heads)}</tr></thead>"
    rows = [row for rows in groups.values() for row in rows]
    table = Markup(f"<table>{head}\n{bodies}</table>")
    return scroller(table, needed(heads, rows), words(caption))


def table_of(
    thing: pd.DataFrame | pd.Series,
    caption: str,
    *,
    labels: Labels | None = None,
    units: Units | None = None,
    decimals: Decimals | None = None,
) -> PublishedTable:
    """Make the table of a DataFrame or a Series; raise PublishError if it has no columns.

    Where a column `agents_masque` stands beside `agents` and is true, the count is printed as
    masked, and no file has it. A frame that was told that some of it is masked
    (`attrs["masque"]`, the names of such columns) is refused without that column.
    """
    frame = _masked(_frame(thing))
    says = (frame.attrs.get("words", {}), labels or {}, units, decimals)
    index = list(_index(frame))
    _require_words([*(name for name, _values in index), *frame.columns], says[:2])
    columns = [
        _column(name, frame.iloc[:, place].tolist(), says)
        for place, name in enumerate(frame.columns)
    ]
    keys = [_column(name, values, says, key=True) for name, values in index]
    if not columns and all(name is None for name, _values in index):
        raise PublishError(_("the table has no columns: there is nothing to publish"))
    bare = any(name is None for name, _values in index)
    return PublishedTable(caption, (*keys, *columns), len(keys) or 1, bare)


def cell(tag: str, value: object, right: bool, scope: str = "", *, unknown: bool = False) -> Markup:
    """Make a cell: a number stands right, what isn't recorded is in soft ink."""
    names = ["number"] * right + ["unknown"] * unknown
    kind = f' class="{" ".join(names)}"' if names else ""
    reach = f' scope="{scope}"' if scope else ""
    # The value alone is foreign; `Markup.format` would take ten times as long, in every cell.
    return Markup(f"<{tag}{kind}{reach}>{escape(value)}</{tag}>")


def _frame(thing: pd.DataFrame | pd.Series) -> pd.DataFrame:
    if isinstance(thing, pd.DataFrame):
        return thing
    return thing.to_frame(said("value") if thing.name is None else thing.name)


def _masked(frame: pd.DataFrame) -> pd.DataFrame:
    """Put what may not be published out of a frame, by its columns that say where."""
    for name in frame.attrs.get("masque", ()):
        if name in frame and f"{name}{MASK}" not in frame and frame[name].isna().any():
            raise PublishError(
                _(
                    "some of “{name}” is masked, and this table no longer says which: keep the "
                    "column {mask} beside it, it is not printed",
                    name=name,
                    mask=f"{name}{MASK}",
                )
            )
    masks = {name: f"{name}{MASK}" for name in frame.columns if f"{name}{MASK}" in frame}
    shown = frame.drop(columns=list(masks.values()))
    for name, mask in masks.items():
        values = zip(frame[name], frame[mask], strict=True)
        shown[name] = pd.Series([MASKED if hidden else value for value, hidden in values],
                                frame.index, dtype=object)  # fmt: skip
    return shown


def _index(frame: pd.DataFrame) -> Iterable[tuple[Hashable, list[Any]]]:
    """Yield the name and the values of each level of an index that says something."""
    index = frame.index
    if isinstance(index, pd.MultiIndex):
        for level, name in enumerate(index.names):
            yield name, index.get_level_values(level).tolist()
    elif index.name is not None or not _are_row_numbers(frame):
        yield index.name, index.tolist()


def _are_row_numbers(frame: pd.DataFrame) -> bool:
    """Whether an index only counts rows, as from the start or after a filter.

    After a filter, it is one if a column has words or dates, which tell a row from the others.
    """
    index = frame.index
    if not len(frame.columns) or not pd.api.types.is_integer_dtype(index.dtype):
        return False
    if index.equals(pd.RangeIndex(len(index))):
        return True
    return all(number in ROW_NUMBERS for number in index) and any(
        all(isinstance(value, str | date) or is_missing(value) for value in values)
        for _name, values in frame.dropna(axis="columns", how="all").items()
    )


def _require_words(
    names: Sequence[Hashable], says: tuple[Mapping[Any, Any], Mapping[Any, Any]]
) -> None:
    """Refuse a column that has no words in a table whose other columns have some.

    What isn't a bare lower-case name, as "Part des membres" or 2025, is its own words.
    """
    said, labels = says
    bare = [
        name
        for name in names
        if isinstance(name, str) and name.isidentifier() and name.isascii() and name.islower()
    ]
    silent = [name for name in bare if name not in labels and find_column(name, said) is None]
    if said and silent:
        line = ", ".join(f'"{name}": "…"' for name in silent)
        raise PublishError(
            _(
                "nothing says what to call {names}: write publish(…, labels={line})",
                names=", ".join(silent),
                line=f"{{{line}}}",
            )
        )


def _column(
    name: Hashable,
    values: list[Any],
    says: tuple[Mapping[Any, Any], Labels, Units | None, Decimals | None],
    *,
    key: bool = False,
) -> TableColumn:
    """Gather what is known of a column."""
    said, labels, units, decimals = says
    word = find_column(name, said)
    text = ", ".join(str(part) for part in name) if isinstance(name, tuple) else str(name)
    own = column_of(units, name) if not key or isinstance(units, Mapping) else None
    unit = own or (word.unit if word else "")
    if not unit and (text.lower() in YEARS or (key and all(map(_is_year, values)))):
        unit = YEAR
    label = labels.get(name) or _label(name, said)
    if own and own not in (SHARE, YEAR, DATE, label):
        label = f"{label} ({own})"
    places = column_of(decimals, name)
    if places is None and word and not own:
        places = word.decimals
    if word and word.values:
        values = [word.values.get(value, value) for value in values]
    if places is None:
        places = decimals_needed(values, unit)
    return TableColumn("" if name is None else text, label, unit, places, tuple(values))


def _label(name: Hashable, said: Mapping[Any, Any]) -> str:
    """Head a column by what is known of it, or by its own name; one with several, by each."""
    if name is None:
        return ""
    parts = name if isinstance(name, tuple) else (name,)
    heads = (find_column(part, said) or Column("", str(part)) for part in parts)
    return ", ".join(head.label for head in heads if head.label)


def _is_year(value: object) -> bool:
    return is_number(value) and 1000 <= value < 3000 and int(value) == value  # type: ignore[operator, call-overload]
