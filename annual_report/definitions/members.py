"""Key figures of the members: how many, who moved, for how long, and where."""

from collections.abc import Callable

from annual_report.definitions.definition import Definition, Value
from annual_report.edition import Edition
from annual_report.territories.departments import departments


def _movement(name: str) -> Callable[[Edition], Value]:
    def measure(edition: Edition) -> Value:
        return len(getattr(edition.movement, name)) if edition.movement else None

    return measure


def _before(edition: Edition) -> Value:
    return edition.movement.before if edition.movement else None


def _retention(edition: Edition) -> Value:
    return edition.movement.retention if edition.movement else None


def _from_the_start(edition: Edition) -> Value:
    return sum(each.at_least for each in edition.seniority)


def _years_at_least(edition: Edition) -> Value:
    """Return the lower bound, the same for all: the record goes back as far for each of them."""
    return max((each.years for each in edition.seniority if each.at_least), default=None)


def _later(edition: Edition) -> Value:
    return sum(not each.at_least for each in edition.seniority)


def _always(edition: Edition) -> Value:
    recorded = sum(year <= edition.year for year in edition.network.years)
    return sum(len(each.years) == recorded for each in edition.tenures)


def _most_neighbours(edition: Edition) -> Value:
    return max((len(each.members) for each in edition.invitations), default=0)


def _best_surrounded(edition: Edition) -> Value:
    most = _most_neighbours(edition)
    return sum(len(each.members) == most for each in edition.invitations)


MEMBERS = (
    Definition("membres", "Départements membres", "départements",
        "Départements inscrits dans la table des membres pour l’année.",
        lambda edition: len(edition.members)),
    Definition("membres_annee_precedente", "Membres de l’année précédente", "départements",
        "Départements inscrits dans la table des membres pour l’année précédente.",
        _before, table=False),
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
    Definition("membres_depuis_le_debut", "Membres depuis le début des données", "départements",
        "Membres de l’année, sans interruption depuis la première année renseignée ; leur "
        "ancienneté réelle peut être plus grande.", _from_the_start),
    Definition("anciennete_minimale", "Ancienneté minimale de ceux-là", "ans",
        "Nombre d’années renseignées sans interruption jusqu’à l’année comprise ; un minimum, "
        "puisque les données ne remontent pas plus haut.", _years_at_least, table=False),
    Definition("membres_venus_depuis", "Membres venus depuis", "départements",
        "Membres de l’année arrivés, ou revenus, après la première année renseignée.",
        _later, table=False),
    Definition("departements_passes", "Départements passés par le groupe", "départements",
        "Départements membres une année au moins, jusqu’à l’année comprise.",
        lambda edition: len(edition.tenures)),
    Definition("membres_chaque_annee", "Dont membres chaque année", "départements",
        "Départements membres toutes les années renseignées, jusqu’à l’année comprise.", _always),
    Definition("regions", "Régions représentées", "régions",
        "Régions où se trouve au moins un membre.",
        lambda edition: len(edition.coverage.regions)),
    Definition("membres_premiere_region", "Membres de la région la plus représentée",
        "départements", "Membres de la région qui en compte le plus.",
        lambda edition: len(edition.coverage.regions[0].members), table=False),
    Definition("population", "Population des membres", "habitants",
        "Somme des populations municipales des membres, au millésime de la référence.",
        lambda edition: edition.coverage.population),
    Definition("part_population", "Part de la population", "part",
        "Population des membres, rapportée à celle des 101 départements.",
        lambda edition: edition.coverage.share),
    Definition("departements_francais", "Départements français", "départements",
        "Départements du Code officiel géographique, métropole et outre-mer.",
        lambda edition: len(departments()), table=False),
    Definition("voisins_non_membres", "Voisins non membres", "départements",
        "Départements non membres qui touchent un membre au moins, d’après les contours.",
        lambda edition: len(edition.invitations)),
    Definition("membres_autour_maximum", "Membres autour du voisin le mieux entouré",
        "départements", "Plus grand nombre de membres que touche un département non membre.",
        _most_neighbours, table=False),
    Definition("voisins_les_mieux_entoures", "Voisins les mieux entourés", "départements",
        "Départements non membres qui touchent ce plus grand nombre de membres.",
        _best_surrounded, table=False),
)  # fmt: skip
