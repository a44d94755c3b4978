"""Key figures of attendance, where it is recorded: who came, and who never met whom."""

from collections.abc import Callable

from annual_report.analysis.attendance import Attendance, Participation, State
from annual_report.analysis.copresence import NeverMet
from annual_report.definitions.definition import Definition, Value
from annual_report.edition import Edition


def _recorded(choose: Callable[[Attendance], int]) -> Callable[[Edition], Value]:
    return lambda edition: choose(edition.attendance) if edition.attendance else None


def _members(choose: Callable[[list[Participation]], int]) -> Callable[[Edition], Value]:
    def measure(edition: Edition) -> Value:
        return choose(list(edition.participation)) if edition.attendance else None

    return measure


def _share(edition: Edition) -> Value:
    known = sum(each.known for each in edition.participation)
    return sum(each.present for each in edition.participation) / known if known else None


def _cells(state: State) -> Callable[[Edition], Value]:
    def count(found: Attendance) -> int:
        return sum(
            found.state(code, meeting.id) == state
            for code in found.departments
            for meeting in found.meetings
        )

    return _recorded(count)


def _pairs(choose: Callable[[NeverMet], int]) -> Callable[[Edition], Value]:
    return lambda edition: choose(edition.never_met) if edition.never_met else None


def _never_met_share(edition: Edition) -> Value:
    found = edition.never_met
    return len(found.never) / found.pairs if found else None


ATTENDANCE = (
    Definition("rencontres_presences_renseignees", "Rencontres aux présences renseignées",
        "rencontres", "Rencontres de l’année dont une présence au moins est renseignée.",
        _recorded(lambda found: len(found.recorded))),
    Definition("invitations_renseignees", "Invitations dont la suite est renseignée",
        "invitations", "Membres invités à une rencontre de l’année, et notés présents ou absents.",
        _members(lambda found: sum(each.known for each in found))),
    Definition("invitations_honorees", "Dont suivies d’une présence", "invitations",
        "Membres invités à une rencontre de l’année, et venus.",
        _members(lambda found: sum(each.present for each in found))),
    Definition("part_presence", "Part des invitations honorées", "part",
        "Invitations suivies d’une présence, rapportées à celles dont la suite est renseignée.",
        _share),
    Definition("membres_renseignes", "Membres dont une présence ou absence est renseignée",
        "départements", "Membres notés présents ou absents à une rencontre de l’année au moins.",
        _members(lambda found: sum(bool(each.known) for each in found)), table=False),
    Definition("membres_non_renseignes", "Membres dont rien n’est renseigné", "départements",
        "Membres notés ni présents ni absents de toute l’année.",
        _members(lambda found: sum(not each.known for each in found)), table=False),
    Definition("membres_toujours_presents", "Membres venus à chaque fois", "départements",
        "Membres venus à toutes les rencontres renseignées pour eux.",
        _members(lambda found: sum(0 < e.known == e.present for e in found))),
    Definition("membres_souvent_presents", "Membres venus plus d’une fois sur deux",
        "départements", "Membres venus à plus de la moitié des rencontres renseignées pour eux.",
        _members(lambda found: sum(2 * e.present > e.known for e in found))),
    Definition("membres_jamais_presents", "Membres jamais venus", "départements",
        "Membres absents de toutes les rencontres renseignées pour eux.",
        _members(lambda found: sum(e.known > 0 == e.present for e in found))),
    Definition("presences_comptees", "Présences comptées", "cases",
        "Couples d’un département et d’une rencontre dont le nombre d’agents est renseigné.",
        _cells("present"), table=False),
    Definition("presences_non_comptees", "Présences non comptées", "cases",
        "Couples d’un département présent et d’une rencontre, sans nombre d’agents.",
        _cells("uncounted"), table=False),
    Definition("absences", "Absences", "cases",
        "Couples d’un département invité et d’une rencontre où il n’est pas venu.",
        _cells("absent"), table=False),
    Definition("non_invitations", "Non-invitations", "cases",
        "Couples d’un département et d’une rencontre où il n’était pas invité.",
        _cells("not invited"), table=False),
    Definition("presences_non_renseignees", "Présences non renseignées", "cases",
        "Couples d’un département et d’une rencontre dont rien n’est noté.",
        _cells("not recorded"), table=False),
    Definition("agents", "Agents présents, en tout", "agents",
        "Somme des agents comptés aux rencontres de l’année, une même personne comptant à chaque "
        "fois ; retenue si elle permettait de retrouver un petit nombre.",
        lambda edition: edition.agents.total if edition.attendance else None),
    Definition("departements_grille", "Départements de la grille des présences", "départements",
        "Membres de l’année, et invités dont une présence ou une absence est notée.",
        _recorded(lambda found: len(found.departments)), table=False),
    Definition("membres_deja_venus", "Membres déjà venus", "départements",
        "Membres de l’année dont une présence au moins est renseignée, cette année ou avant.",
        _pairs(lambda found: len(found.departments)), table=False),
    Definition("paires", "Paires de membres déjà venus", "paires",
        "Nombre de façons de choisir deux membres parmi ceux déjà venus.",
        _pairs(lambda found: found.pairs)),
    Definition("paires_jamais_croisees", "Dont jamais à une même rencontre", "paires",
        "Paires de membres déjà venus, jamais notés présents à une même rencontre.",
        _pairs(lambda found: len(found.never))),
    Definition("part_paires_jamais_croisees", "Part des paires jamais croisées", "part",
        "Paires jamais à une même rencontre, rapportées aux paires de membres déjà venus.",
        _never_met_share, table=False),
)  # fmt: skip
