"""Key figures of the subjects: promised and kept, and the year's highlights."""

from collections.abc import Callable

from annual_report.analysis.subjects import Outcome, planned, treated
from annual_report.definitions.definition import Definition, Value, recorded
from annual_report.edition import Edition


def _treated(edition: Edition) -> Value:
    return recorded(len(treated(edition.network.sujets, edition.year)))


def _outcome(name: Outcome) -> Callable[[Edition], Value]:
    """Count an outcome; what a year treated or dropped is unknown if it reports no subject."""

    def measure(edition: Edition) -> Value:
        if not edition.promises or (name in ("treated", "dropped") and _treated(edition) is None):
            return None
        return sum(promise.outcome == name for promise in edition.promises)

    return measure


def _next_year(edition: Edition) -> Value:
    subjects = planned(edition.network.sujets, edition.year + 1)
    return recorded(sum(bool(subject.title) for subject in subjects))


SUBJECTS = (
    Definition("sujets_traites", "Sujets traités", "sujets",
        "Sujets que l’année rapporte comme traités.", _treated),
    Definition("sujets_annonces", "Sujets annoncés pour l’année", "sujets",
        "Sujets notés comme prévus pour l’année, formats sans sujet exclus.",
        lambda edition: recorded(len(edition.promises))),
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
        _next_year),
    Definition("temps_forts", "Temps forts", "temps forts",
        "Temps forts racontés dans le texte de l’année.",
        lambda edition: recorded(len(edition.text.highlights))),
)  # fmt: skip
