"""The report's sentences for none, one and many, on networks that one reads at a glance."""

import re

import pytest
from tables import network

from annual_report import measures
from annual_report.french import alike, in_years
from annual_report.sentences import (
    attendance,
    hosts,
    meetings,
    pairs,
    since,
    subjects,
    trends,
    trends_subjects,
    where,
    who,
)
from annual_report.sentences.fragment import Fragment


def said(made: Fragment | str) -> str:
    """Return the words of a piece of a page with ordinary spaces."""
    text = made if isinstance(made, str) else made.text
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("by_year", "words"),
    [
        (
            {2024: "40 44", 2025: "40"},
            "Un des deux membres de 2024 est resté, soit 50 %. La Loire-Atlantique ne fait plus "
            "partie du groupe ; la région Pays de la Loire n’y est plus représentée. "
            "Aucune arrivée.",
        ),
        (
            {2024: "40 33", 2025: "33"},
            "Un des deux membres de 2024 est resté, soit 50 %. Les Landes ne font plus partie du "
            "groupe. Aucune arrivée.",
        ),
        (
            {2024: "33", 2025: "33 40"},
            "Le membre de 2024 est resté. Aucun départ. Les Landes rejoignent le groupe.",
        ),
        (
            {2023: "80 33", 2024: "33", 2025: "33 80"},
            "Le membre de 2024 est resté. Aucun départ. La Somme revient dans le groupe.",
        ),
        (
            {2023: "80 33", 2024: "33", 2025: "33 44 80"},
            "Le membre de 2024 est resté. Aucun départ. La Loire-Atlantique rejoint le groupe ; "
            "la Somme y revient après une interruption.",
        ),
        (
            {2024: "33 44", 2025: "40"},
            "Aucun des deux membres de 2024 n’est resté. La Gironde et la Loire-Atlantique ne font "
            "plus partie du groupe ; la région Pays de la Loire n’y est plus représentée. "
            "Les Landes rejoignent le groupe.",
        ),
        (
            {2023: "33", 2025: "33"},
            "Les membres de 2024 ne sont pas renseignés : arrivées et départs ne peuvent pas être "
            "établis.",
        ),
    ],
)
def test_movement(by_year: dict[int, str], words: str) -> None:
    year = max(by_year)
    moved = measures.movement(network(by_year), year)
    assert said(who.movement(moved, year)) == words


@pytest.mark.parametrize(
    ("by_year", "words"),
    [
        ({2025: "33"}, "2025 est la première année renseignée : l’ancienneté de son membre n’est "
                       "pas connue."),
        ({2024: "33", 2025: "33"}, "Le seul membre est là depuis au moins 2 ans sans "
                                   "interruption ; les données commencent en 2024."),
        ({2024: "33 44", 2025: "33 44"}, "Les deux membres sont là depuis au moins 2 ans sans "
                                         "interruption ; les données commencent en 2024."),
        ({2024: "33", 2025: "33 44"}, "Un des deux membres est là depuis au moins 2 ans sans "
                                      "interruption ; les données commencent en 2024. L’autre est "
                                      "arrivé depuis, ou revenu, cette année."),
        ({2023: "33", 2024: "33 40", 2025: "33 40 44"},
         "Un des trois membres est là depuis au moins 3 ans sans interruption ; les données "
         "commencent en 2023. Les deux autres sont arrivés depuis, ou revenus, dont un cette "
         "année."),
        ({2023: "33", 2025: "33 44"}, "L’année 2024 n’est pas renseignée : l’ancienneté des "
                                      "membres de 2025 n’est pas connue."),
    ],
)  # fmt: skip
def test_seniority(by_year: dict[int, str], words: str) -> None:
    found, year = network(by_year), max(by_year)
    assert said(since.seniority(measures.membership(found, year), found, year)) == words


@pytest.mark.parametrize(
    ("by_year", "words"),
    [
        ({2025: "33"}, "1 membre en 2025, seule année renseignée."),
        ({2024: "33", 2025: "33 44"},
         "Un des deux départements passés par le groupe en a été membre en 2024 comme en 2025."),
        ({2023: "33 44", 2024: "33 44", 2025: "33 44"},
         "Les deux départements passés par le groupe en ont été membres chaque année de 2023 à "
         "2025."),
        ({2023: "33", 2025: "44"},
         "Aucun des deux départements passés par le groupe n’en a été membre en 2023 comme en "
         "2025."),
        ({2021: "33", 2023: "33", 2025: "33"},
         "Le seul département passé par le groupe en a été membre chaque année renseignée de 2021 "
         "à 2025."),
    ],
)  # fmt: skip
def test_history(by_year: dict[int, str], words: str) -> None:
    found, year = network(by_year), max(by_year)
    tenures = measures.tenures(found, year)
    assert said(since.years_figure(tenures, found, year)["finding"]) == words


@pytest.mark.parametrize(
    ("values", "feminine", "words"),
    [
        ((3, 20), False, ("trois", "vingt")),
        ((3, 40), False, ("3", "40")),
        ((1, 40), False, ("un", "40")),
        ((1, 2), True, ("une", "deux")),
    ],
)
def test_the_numbers_of_a_sentence_are_alike(
    values: tuple[int, int], feminine: bool, words: tuple[str, str]
) -> None:
    assert alike(*values, feminine=feminine) == words


def test_years_in_words() -> None:
    assert in_years([(2020, 2020)]) == "en 2020"
    assert in_years([(2020, 2022), (2025, 2025)]) == "de 2020 à 2022 et en 2025"


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("57 88", "Six départements touchent un membre au moins sans être du groupe. Les mieux "
                  "entourés : la Meurthe-et-Moselle et l’Alsace, avec chacun deux membres pour "
                  "voisins."),
        ("974", "Aucun département extérieur au groupe ne touche un membre."),
        ("29", "Deux départements touchent un membre au moins sans être du groupe. Chacun touche "
               "un membre."),
        ("29 35", "Six départements touchent un membre au moins sans être du groupe. Les mieux "
                  "entourés : les Côtes-d’Armor et le Morbihan, avec chacun deux membres pour "
                  "voisins."),
    ],
)  # fmt: skip
def test_invitations(codes: str, words: str) -> None:
    members = measures.membership(network({2025: codes}), 2025)
    assert said(where.neighbours(measures.neighbours(members), members)) == words


@pytest.mark.parametrize(
    ("rencontres", "words"),
    [
        ("", ""),
        ("a,2025,,,distanciel", ""),
        ("a,2025,,,présentiel", "L’hôte de la rencontre tenue en un lieu en 2025 n’est pas "
                                "renseigné."),
        ("a,2025,,,présentiel,,,40,40", "L’hôte de la seule rencontre tenue en un lieu en 2025 est "
                                        "renseigné. Ce sont les Landes. Deux des trois membres "
                                        "n’ont accueilli aucune des rencontres dont l’hôte est "
                                        "renseigné : la Gironde et la Loire-Atlantique."),
        ("a,2025,,,présentiel,,,33,33\nb,2025,,,hybride,,,44,44\nc,2025,,,hybride,,,44,44\n"
         "d,2025,,,présentiel,,,40",
         "L’hôte de trois des quatre rencontres tenues en un lieu en 2025 est renseigné. Deux "
         "départements ont accueilli ces rencontres ; le plus souvent, la Loire-Atlantique deux "
         "fois. Un des trois membres n’a accueilli aucune des rencontres dont l’hôte est "
         "renseigné : les Landes."),
    ],
)  # fmt: skip
def test_hosts(rencontres: str, words: str) -> None:
    found = network({2025: "33 40 44"}, rencontres=rencontres)
    placed = measures.placed_meetings(found, 2025)
    members = measures.membership(found, 2025)
    made = hosts.who_hosted(placed, measures.hosts(placed), members, 2025, 2025)
    assert said(made) == words


@pytest.mark.parametrize(
    ("rencontres", "words"),
    [
        ("", ""),
        ("a,2025,,,distanciel", "La nature de cette rencontre n’est pas renseignée."),
        ("a,2025,,,distanciel\nb,2025,,,distanciel",
         "La nature de ces rencontres n’est pas renseignée."),
        ("a,2025,,,distanciel,visite", "La nature de la rencontre est renseignée : visite."),
        ("a,2025,,,distanciel,visite\nb,2025,,,distanciel",
         "La nature d’une des deux rencontres est renseignée : visite."),
    ],
)  # fmt: skip
def test_kinds(rencontres: str, words: str) -> None:
    found = measures.meetings(network({2025: "33"}, rencontres=rencontres), 2025)
    assert said(meetings.kinds(measures.kinds(found))) == words


@pytest.mark.parametrize(
    ("rencontres", "words"),
    [
        ("a,2024,,,distanciel\nb,2025,,,distanciel", "1 rencontre chaque année renseignée."),
        ("b,2025,,,distanciel", "1 rencontre en 2025."),
        ("a,2024,,,distanciel\nb,2024,,,hybride\nc,2025,,,distanciel",
         "C’est en 2024 que le groupe s’est réuni le plus : 2 rencontres."),
    ],
)  # fmt: skip
def test_meetings_by_year(rencontres: str, words: str) -> None:
    found = network({2024: "33", 2025: "33"}, rencontres=rencontres)
    by_year = measures.formats_by_year(found, 2025)
    assert said(meetings.by_year_figure(by_year)["finding"]) == words


def test_a_meeting_of_paris_is_in_paris_once() -> None:
    found = network({2025: "75"}, rencontres="a,2025,2025-10-09,,hybride,,Paris,75")
    held = measures.meetings(found, 2025)
    assert (
        said(meetings.places_and_dates(held, 2025, found.settings))
        == "Rencontre : à Paris, le 9 octobre."
    )


@pytest.mark.parametrize(
    ("sujets", "words"),
    [
        ("", "Aucun sujet précis n’est noté comme annoncé pour 2025."),
        ("2025,A,,prévu", "Un sujet avait été annoncé pour 2025 ; la suite donnée n’est pas "
                          "renseignée."),
        ("2025,A,,prévu\n2025,B,,traité\n2026,A,,prévu",
         "Un sujet avait été annoncé pour 2025 ; il n’est pas parmi les sujets que l’année "
         "rapporte. « A » est annoncé de nouveau pour 2026."),
        ("2025,A,,prévu\n2025,B,,prévu\n2025,B,,traité",
         "Deux sujets avaient été annoncés pour 2025 ; un a été traité."),
        ("2025,A,,prévu\n2025,A,,traité",
         "Un sujet avait été annoncé pour 2025 ; il a été traité."),
    ],
)  # fmt: skip
def test_promises(sujets: str, words: str) -> None:
    found = network({2025: "33"}, sujets=sujets)
    announced, treated = measures.announced(found, 2025), measures.treated(found, 2025)
    assert said(subjects.announced(announced, treated, 2025)) == words


@pytest.mark.parametrize(
    ("sujets", "words"),
    [
        ("2025,A,,prévu", "Aucun sujet précis n’est noté comme annoncé pour une année qui rapporte "
                          "les siens."),
        ("2025,A,,prévu\n2025,B,,traité", "Le seul thème annoncé pour une année déjà rapportée n’a "
                                          "jamais été rapporté comme traité : « A » (annoncé pour "
                                          "2025)."),
        ("2025,A,,prévu\n2025,B,,prévu\n2025,B,,traité",
         "Un des deux thèmes annoncés pour une année déjà rapportée n’a jamais été rapporté comme "
         "traité : « A » (annoncé pour 2025)."),
        ("2025,A,,prévu\n2025,A,,traité", "Le seul thème annoncé pour une année déjà rapportée a "
                                          "été traité."),
    ],
)  # fmt: skip
def test_promises_across_years(sujets: str, words: str) -> None:
    life = measures.themes_by_year(network({2025: "33"}, sujets=sujets))
    assert said(trends_subjects.announced(life)) == words


@pytest.mark.parametrize(
    ("by_year", "words"),
    [
        ({2025: "33"}, "2025 est la seule année renseignée : rien ne peut encore être comparé."),
        ({2024: "33", 2025: "33"}, "Le groupe compte un membre en 2025, autant qu’en 2024. En "
                                   "2025, le seul membre d’alors l’est encore."),
        ({2024: "33", 2025: "44"}, "Le groupe compte un membre en 2025, autant qu’en 2024. En "
                                   "2025, le seul membre d’alors ne l’est plus."),
        ({2023: "33 44 40", 2025: "33"}, "Le groupe comptait trois membres en 2023 : il en compte "
                                         "un en 2025. Un des trois membres de 2023 l’est aussi en "
                                         "2025, soit 33 %."),
    ],
)  # fmt: skip
def test_members_across_years(by_year: dict[int, str], words: str) -> None:
    found = network(by_year)
    assert said(trends.members(measures.years_of_members(found, max(by_year)))) == words


@pytest.mark.parametrize(
    ("codes", "start"),
    [
        ("33", "Le seul membre se trouve en Nouvelle-Aquitaine et compte 1 "),
        ("33 40", "Les membres se trouvent dans une région et comptent ensemble 2 "),
        ("33 44", "Les membres se trouvent dans deux régions et comptent ensemble 3 "),
    ],
)
def test_coverage(codes: str, start: str) -> None:
    assert said(where.coverage(measures.membership(network({2025: codes}), 2025))).startswith(start)


TWO = "a,2025,2025-01-10,,distanciel\nb,2025,2025-02-10,,distanciel"


@pytest.mark.parametrize(
    ("presences", "words"),
    [
        (
            "a,33,1\na,40,0\nb,33,2\nb,40,0\nb,44,,non",
            "Les présences sont renseignées pour chacune des deux rencontres de 2025. Sur 4 "
            "invitations dont la suite est renseignée, un membre est venu 2 fois, soit 50 %. "
            "Un des trois membres est venu à chaque rencontre renseignée pour lui : la Gironde. "
            "Un des trois membres n’est jamais venu : les Landes. "
            "Pour la Loire-Atlantique, rien n’est renseigné.",
        ),
        (
            "a,33,1\na,40,1\na,44,",
            "Les présences sont renseignées pour une des deux rencontres de 2025. Sur 3 "
            "invitations dont la suite est renseignée, un membre est venu 3 fois, soit 100 %. "
            "Les trois membres sont venus à chaque rencontre renseignée pour eux.",
        ),
        (
            "a,33,,non",
            "Les présences sont renseignées pour une des deux rencontres de 2025. Aucune ne dit si "
            "un membre invité est venu. Pour la Gironde, les Landes et la Loire-Atlantique, rien "
            "n’est renseigné.",
        ),
    ],
)
def test_attendance(presences: str, words: str) -> None:
    grid = measures.attendance(
        network({2025: "33 40 44"}, rencontres=TWO, presences=presences), 2025
    )
    came = measures.participation(grid[grid["member"]])
    assert said(attendance.who_came(grid, came, 2025)) == words


@pytest.mark.parametrize(
    ("presences", "words"),
    [
        ("a,33,1", ""),
        ("a,33,1\na,40,1",
         "Deux membres, la Gironde et les Landes, se sont déjà trouvés à une même rencontre, "
         "d’après les présences renseignées en 2025."),
        ("a,33,1\nb,40,1",
         "Deux membres, la Gironde et les Landes, ne se sont jamais trouvés à une même rencontre, "
         "d’après les présences renseignées en 2025."),
        ("a,33,1\na,40,1\nb,40,1\nb,44,1",
         "Les 3 membres dont une présence est renseignée en 2025 forment 3 paires : 1 ne s’est "
         "jamais trouvée à une même rencontre, soit 33,3 %. La voici : la Gironde et la "
         "Loire-Atlantique."),
        ("a,33,1\na,40,1\na,44,1",
         "Les 3 membres dont une présence est renseignée en 2025 forment 3 paires : toutes se sont "
         "trouvées à une même rencontre."),
    ],
)  # fmt: skip
def test_who_never_met_whom(presences: str, words: str) -> None:
    found = network({2025: "33 40 44"}, rencontres=TWO, presences=presences)
    made = pairs.never_met(measures.pairs(measures.present(found, [2025])), 2025, 2025)
    assert said(made) == words
