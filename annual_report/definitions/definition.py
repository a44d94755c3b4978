"""What a key figure is: a name, words, a unit, and how it is measured."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annual_report.edition import Edition

Value = int | float | None
"""A value that the data don't hold is None, "non renseigné", never 0."""


@dataclass(frozen=True)
class Definition:
    """A named measure: what it is called, counted in, and means.

    A figure that isn't in the `table` of key figures is one that a sentence of the report states:
    it is in the JSON, so that each printed number can be found there.
    """

    name: str
    label: str
    unit: str
    meaning: str
    measure: "Callable[[Edition], Value]"
    table: bool = True


def recorded(amount: int) -> Value:
    """Read an empty list as "not recorded": the tables can't tell it from none."""
    return amount or None
