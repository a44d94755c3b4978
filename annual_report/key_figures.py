"""The key figures of a year: every number that the report states, with the year before's.

They go beside each report as JSON and into its table. `definitions` says what each one means.
"""

from dataclasses import dataclass
from typing import Any

from annual_report.definitions import DEFINITIONS, Definition, Value
from annual_report.edition import Edition
from annual_report.french import MINUS, NO_BREAK, number, plural


@dataclass(frozen=True)
class KeyFigure:
    """A measure's value in a year and in the year before; None where not recorded."""

    definition: Definition
    value: Value
    before: Value

    def as_json(self) -> dict[str, Any]:
        """Return the figure as the report's JSON gives it."""
        return {
            "nom": self.definition.name,
            "libelle": self.definition.label,
            "valeur": self.value,
            "annee_precedente": self.before,
            "evolution": self.difference,
            "unite": self.definition.unit,
            "definition": self.definition.meaning,
        }

    @property
    def in_table(self) -> bool:
        """Whether it stands in the report's table: not if nothing is known of either year."""
        return self.definition.table and (self.value is not None or self.before is not None)

    @property
    def printed(self) -> str:
        """The value as it is read."""
        return printed(self.value, self.definition.unit)

    @property
    def printed_before(self) -> str:
        """The year before's value as it is read."""
        return printed(self.before, self.definition.unit)

    @property
    def difference(self) -> Value:
        """The value less the year before's; None unless both are recorded."""
        if self.value is None or self.before is None:
            return None
        return self.value - self.before

    @property
    def change(self) -> str:
        """What changed since the year before, with its sign; shares change by points."""
        change = self.difference
        if change is None:
            return "—"
        if self.definition.unit == "part":
            points = round(change * 100, 1)
            return _signed(points, 1) + (f"{NO_BREAK}{plural(points, 'point')}" if points else "")
        return _signed(change, 0)


def printed(value: Value, unit: str) -> str:
    """Write a value in French: shares as percentages, unknown as "non renseigné"."""
    if value is None:
        return "non renseigné"
    return f"{number(value * 100, 1)}{NO_BREAK}%" if unit == "part" else number(value)


def key_figures(edition: Edition) -> tuple[KeyFigure, ...]:
    """Measure a year and the year before it."""
    return tuple(
        KeyFigure(
            definition,
            definition.measure(edition),
            definition.measure(edition.before) if edition.before else None,
        )
        for definition in DEFINITIONS
    )


def _signed(change: float, decimals: int) -> str:
    if change == 0:
        return "="
    return f"{'+' if change > 0 else MINUS}{number(abs(change), decimals)}"
