"""Key figures of the meetings: formats, kinds, dates and hosts."""

from collections.abc import Callable

from annual_report.analysis.meetings import formats_by_year, is_placed
from annual_report.definitions.definition import Definition, Value
from annual_report.edition import Edition


def _format(name: str) -> Callable[[Edition], Value]:
    def measure(edition: Edition) -> Value:
        return int(getattr(edition.formats, name)) if edition.formats else None

    return measure


def _remote_share(edition: Edition) -> Value:
    found = edition.formats
    return found.remote / found.total if found else None


def _of_known(name: str) -> Callable[[Edition], Value]:
    """Count the meetings of which something is recorded."""

    def measure(edition: Edition) -> Value:
        known = [meeting for meeting in edition.meetings if getattr(meeting, name) is not None]
        return len(known) if edition.meetings else None

    return measure


def _dated(edition: Edition) -> Value:
    return sum(map(is_placed, edition.meetings)) if edition.meetings else None


def _by_year(choose: Callable[[list[int]], int]) -> Callable[[Edition], Value]:
    def measure(edition: Edition) -> Value:
        years = [year for year in edition.network.years if year <= edition.year]
        found = formats_by_year(edition.network.rencontres, years)
        totals = [each.total for each in found.values() if each]
        return choose(totals) if totals else None

    return measure


def _rotation(name: str) -> Callable[[Edition], Value]:
    def measure(edition: Edition) -> Value:
        return int(getattr(edition.rotation, name)) if edition.rotation else None

    return measure


def _hosts(edition: Edition) -> Value:
    return len(edition.rotation.hosts) if edition.rotation and edition.rotation.named else None


def _never(edition: Edition) -> Value:
    return len(edition.rotation.never) if edition.rotation and edition.rotation.named else None


def _most_hosted(edition: Edition) -> Value:
    found = edition.rotation
    return found.hosts[0].times if found and found.hosts else None


MEETINGS = (
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
    Definition("rencontres_datees", "Rencontres datées", "rencontres",
        "Rencontres de l’année dont on connaît au moins le mois.", _dated),
    Definition("rencontres_nature_renseignee", "Rencontres de nature connue", "rencontres",
        "Rencontres de l’année dont la nature est renseignée.", _of_known("kind")),
    Definition("rencontres_maximum", "Plus grand nombre de rencontres par an", "rencontres",
        "Nombre de rencontres de l’année qui en compte le plus, jusqu’à l’année comprise.",
        _by_year(max), table=False),
    Definition("rencontres_minimum", "Plus petit nombre de rencontres par an", "rencontres",
        "Nombre de rencontres de l’année renseignée qui en compte le moins, jusqu’à l’année "
        "comprise.", _by_year(min), table=False),
    Definition("rencontres_en_un_lieu", "Rencontres tenues en un lieu, en tout", "rencontres",
        "Rencontres non tenues à distance, ou dont l’hôte est renseigné, depuis la première "
        "année renseignée.", _rotation("placed"), table=False),
    Definition("rencontres_hote_connu", "Dont l’hôte est renseigné", "rencontres",
        "Rencontres tenues en un lieu dont l’hôte est renseigné, depuis la première année "
        "renseignée.", _rotation("named"), table=False),
    Definition("departements_hotes", "Départements qui ont accueilli", "départements",
        "Départements hôtes d’une rencontre au moins, depuis la première année renseignée, "
        "membres ou non aujourd’hui.", _hosts),
    Definition("accueils_maximum", "Accueils du plus accueillant", "rencontres",
        "Plus grand nombre de rencontres accueillies par un même département.",
        _most_hosted, table=False),
    Definition("membres_jamais_hotes", "Membres qui n’ont jamais accueilli", "départements",
        "Membres de l’année hôtes d’aucune rencontre dont l’hôte est renseigné.", _never),
)  # fmt: skip
