"""The key figures of a year: every number that the report states, named and defined.

They go beside each report as JSON and into its table. A value that the data don't hold is None,
"non renseigné", never 0. Names are French, in unaccented snake_case, as in the data package.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from annual_report.analysis.subjects import planned, promises, treated
from annual_report.analysis.territory import coverage
from annual_report.edition import Edition
from annual_report.french import MINUS, NO_BREAK, number

Value = int | float | None


@dataclass(frozen=True)
class Definition:
    """A named measure: what it is called, counted in, and means."""

    name: str
    label: str
    unit: str
    meaning: str
    measure: Callable[[Edition], Value]


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
            "unite": self.definition.unit,
            "definition": self.definition.meaning,
        }

    @property
    def printed(self) -> str:
        """The value as it is read."""
        return printed(self.value, self.definition.unit)

    @property
    def printed_before(self) -> str:
        """The year before's value as it is read."""
        return printed(self.before, self.definition.unit)

    @property
    def change(self) -> str:
        """What changed since the year before, with its sign; shares change by points."""
        if self.value is None or self.before is None:
            return "—"
        if self.definition.unit == "part":
            return _signed(round((self.value - self.before) * 100, 1), 1, f"{NO_BREAK}point")
        return _signed(self.value - self.before, 0, "")


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


def _signed(change: float, decimals: int, unit: str) -> str:
    if change == 0:
        return "="
    plural = "s" if unit and abs(change) >= 2 else ""
    return f"{'+' if change > 0 else MINUS}{number(abs(change), decimals)}{unit}{plural}"


def _movement(name: str) -> Callable[[Edition], Value]:
    def measure(edition: Edition) -> Value:
        return len(getattr(edition.movement, name)) if edition.movement else None

    return measure


def _format(name: str) -> Callable[[Edition], Value]:
    def measure(edition: Edition) -> Value:
        return int(getattr(edition.formats, name)) if edition.formats else None

    return measure


def _remote_share(edition: Edition) -> Value:
    formats = edition.formats
    return formats.remote / formats.total if formats else None


def _outcome(name: str) -> Callable[[Edition], Value]:
    def measure(edition: Edition) -> Value:
        found = promises(edition.network.sujets, edition.year)
        recorded = [promise for promise in found if promise.outcome != "not recorded"]
        return sum(promise.outcome == name for promise in recorded) if recorded else None

    return measure


def _retention(edition: Edition) -> Value:
    return edition.movement.retention if edition.movement else None


def _amount(value: int) -> Value:
    """Read an empty list as "not recorded": the tables can't tell it from none."""
    return value or None


DEFINITIONS = (
    Definition("membres", "Départements membres", "départements",
        "Départements inscrits dans la table des membres pour l’année.",
        lambda edition: len(edition.members)),
    Definition("membres_restes", "Membres restés", "départements",
        "Membres de l’année précédente qui le sont encore.", _movement("stayed")),
    Definition("part_restes", "Part des membres restés", "part",
        "Membres restés, rapportés aux membres de l’année précédente.", _retention),
    Definition("arrivees", "Arrivées", "départements",
        "Membres de l’année qui ne l’étaient pas l’année précédente, retours compris.",
        _movement("arrived")),
    Definition("retours", "Dont retours", "départements",
        "Arrivées de départements déjà membres une année plus ancienne.", _movement("returned")),
    Definition("departs", "Départs", "départements",
        "Membres de l’année précédente qui ne le sont plus.", _movement("left")),
    Definition("regions", "Régions représentées", "régions",
        "Régions où se trouve au moins un membre.",
        lambda edition: len(coverage(edition.members).regions)),
    Definition("population", "Population des membres", "habitants",
        "Somme des populations municipales des membres, au millésime de la référence.",
        lambda edition: coverage(edition.members).population),
    Definition("part_population", "Part de la population", "part",
        "Population des membres, rapportée à celle des 101 départements.",
        lambda edition: coverage(edition.members).share),
    Definition("rencontres", "Rencontres", "rencontres",
        "Rencontres inscrites au titre de l’année, quel que soit leur format.", _format("total")),
    Definition("rencontres_presentiel", "En présentiel", "rencontres",
        "Rencontres où l’on se réunit en un même lieu.", _format("in_person")),
    Definition("rencontres_distanciel", "En distanciel", "rencontres",
        "Rencontres tenues à distance.", _format("remote")),
    Definition("rencontres_hybrides", "Hybrides", "rencontres",
        "Rencontres en un lieu et à distance à la fois.", _format("hybrid")),
    Definition("part_distanciel", "Part du distanciel", "part",
        "Rencontres en distanciel, rapportées à toutes les rencontres de l’année.", _remote_share),
    Definition("sujets_traites", "Sujets traités", "sujets",
        "Sujets que l’année rapporte comme traités.",
        lambda edition: _amount(len(treated(edition.network.sujets, edition.year)))),
    Definition("sujets_annonces", "Sujets annoncés pour l’année", "sujets",
        "Sujets notés comme prévus pour l’année, formats sans sujet exclus.",
        lambda edition: _amount(len(promises(edition.network.sujets, edition.year)))),
    Definition("sujets_tenus", "Dont traités dans l’année", "sujets",
        "Sujets annoncés pour l’année et traités cette année-là.", _outcome("treated")),
    Definition("sujets_reportes", "Dont annoncés de nouveau", "sujets",
        "Sujets annoncés pour l’année, non rapportés, et annoncés de nouveau ensuite.",
        _outcome("planned again")),
    Definition("sujets_traites_plus_tard", "Dont traités plus tard", "sujets",
        "Sujets annoncés pour l’année et traités une année suivante, sans avoir été réannoncés.",
        _outcome("treated later")),
    Definition("sujets_sans_suite", "Dont sans suite connue", "sujets",
        "Sujets annoncés pour l’année, dont les données ne parlent plus ensuite.",
        _outcome("dropped")),
    Definition("sujets_annee_suivante", "Sujets annoncés pour l’année suivante", "sujets",
        "Sujets notés comme prévus pour l’année suivante, formats sans sujet exclus.",
        lambda edition: _amount(
            sum(bool(s.title) for s in planned(edition.network.sujets, edition.year + 1)))),
    Definition("temps_forts", "Temps forts", "temps forts",
        "Temps forts racontés dans le texte de l’année.",
        lambda edition: _amount(len(edition.text.highlights))),
)  # fmt: skip
