"""The report's sentences for none, one and many, on networks that one reads at a glance."""

import re
from dataclasses import replace

import pytest
from cells import published, told
from tables import network, table

from annual_report import measures
from annual_report.french import in_years, large_date
from annual_report.pages.fragment import Fragment
from annual_report.publication.index import plain_list
from annual_report.reading.settings import Settings
from annual_report.reading.texts import YearText

MOVES = ("annual_report", "py-14")
"""The cells that say what moved."""


def said(made: Fragment | str) -> str:
    """Return the words of a piece of a page with ordinary spaces."""
    text = made if isinstance(made, str) else made.text
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("by_year", "words"),
    [
        (
            {2024: "40 44", 2025: "40"},
            "Un des deux membres de 2024 l’est toujours. La Loire-Atlantique, seul membre des Pays "
            "de la Loire en 2024, n’est pas dans la liste de 2025.",
        ),
        (
            {2024: "40 33", 2025: "33"},
            "Un des deux membres de 2024 l’est toujours. Les Landes ne sont pas dans la liste de "
            "2025.",
        ),
        (
            {2024: "33", 2025: "33 40"},
            "Le membre de 2024 l’est toujours. Les Landes ont rejoint le réseau.",
        ),
        (
            {2023: "80 33", 2024: "33", 2025: "33 80"},
            "Le membre de 2024 l’est toujours. La Somme a retrouvé le réseau.",
        ),
        (
            {2023: "80 33", 2024: "33", 2025: "33 44 80"},
            "Le membre de 2024 l’est toujours. La Loire-Atlantique a rejoint le réseau ; la Somme "
            "l’a retrouvé.",
        ),
        (
            {2024: "33 40", 2025: "33 40"},
            "Les membres sont les mêmes qu’en 2024.",
        ),
        (
            {2024: "33 44", 2025: "40"},
            "Les Landes ont rejoint le réseau. La Gironde et la Loire-Atlantique ne sont pas dans "
            "la liste de 2025. Aucun membre de 2025 ne se trouve dans les Pays de la Loire.",
        ),
        ({2023: "33", 2025: "33"}, ""),
    ],
)
def test_movement(by_year: dict[int, str], words: str) -> None:
    year = max(by_year)
    assert told(network(by_year), *MOVES, year=year) == words


def test_a_departure_is_said_where_somebody_noted_it() -> None:
    noted = table("membres", "2024,33\n2024,40\n2024,44\n2025,33\n2025,40,parti")
    assert told(network(noted), *MOVES, year=2025) == (
        "Un des trois membres de 2024 l’est toujours. Les Landes ont quitté le réseau. La "
        "Loire-Atlantique n’est pas dans la liste de 2025. Aucun membre de 2025 ne se trouve "
        "dans les Pays de la Loire."
    )


def test_who_came_and_who_left_agree_with_what_the_network_calls_itself() -> None:
    noted = table("membres", "2023,33\n2024,40\n2024,44\n2025,33\n2025,35\n2025,40,parti\n2025,44")
    found = replace(network(noted), settings=Settings("fédération des villes", article="la"))
    assert told(found, *MOVES, year=2025).endswith(
        "L’Ille-et-Vilaine a rejoint la fédération ; la Gironde l’a retrouvée ; les Landes l’ont "
        "quittée."
    )


@pytest.mark.parametrize(
    ("by_year", "words"),
    [
        ({2025: "33"}, ""),
        ({2024: "33", 2025: "33 44"}, ""),  # two years tell nothing of how long
        ({2023: "33", 2024: "33", 2025: "33"},
         "Le seul membre est là sans interruption depuis 2023 au moins."),
        ({2023: "33 44", 2024: "33 44", 2025: "33 44"},
         "Les deux membres sont là sans interruption depuis 2023 au moins."),
        ({2023: "33", 2024: "33 40", 2025: "33 40 44"},
         "Un des trois membres est là sans interruption depuis 2023 au moins. Les autres sont "
         "arrivés depuis, ou revenus, dont un en 2025."),
        ({2022: "33", 2023: "33", 2025: "33 44"}, ""),
    ],
)  # fmt: skip
def test_seniority(by_year: dict[int, str], words: str) -> None:
    found, year = network(by_year), max(by_year)
    assert told(found, "annual_report", "py-17", year=year) == words


@pytest.mark.parametrize(
    ("by_year", "words"),
    [
        ({2024: "33", 2025: "33 44"}, ""),
        ({2023: "33 44", 2024: "33 44", 2025: "33 44"},
         "Les deux départements qui ont été membres l’ont été chaque année de 2023 à 2025."),
        ({2023: "33", 2024: "33 44", 2025: "33 44"},
         "Un des deux départements qui ont été membres l’a été chaque année de 2023 à 2025."),
        ({2023: "33", 2024: "44", 2025: "44"},
         "Aucun des deux départements qui ont été membres ne l’a été chaque année de 2023 à 2025."),
        ({2020: "33", 2023: "33", 2025: "33"},
         "Le seul département qui ait été membre l’a été chaque année renseignée de 2020 à 2025."),
    ],
)  # fmt: skip
def test_history(by_year: dict[int, str], words: str) -> None:
    found, year = network(by_year), max(by_year)
    made = told(found, "year_data", "py-12", year=year)
    assert made.startswith(words)
    assert bool(made) == bool(words)


def test_years_in_words() -> None:
    assert in_years([(2020, 2020)]) == "en 2020"
    assert in_years([(2020, 2022), (2025, 2025)]) == "de 2020 à 2022 et en 2025"


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("57 88", "Six départements touchent un membre sans l’être ; la Meurthe-et-Moselle et "
                  "l’Alsace en touchent deux chacun."),
        ("974", "Aucun département extérieur au réseau n’a de membre pour voisin."),
        ("29", "Deux départements touchent un membre sans l’être."),
        ("29 35 44", "Six départements touchent un membre sans l’être ; le Morbihan en touche "
                     "trois."),
    ],
)  # fmt: skip
def test_invitations(codes: str, words: str) -> None:
    found = network({2025: codes})
    assert told(found, "year_data", "py-15", year=2025) == words


@pytest.mark.parametrize(
    ("rencontres", "words"),
    [
        ("", ""),
        ("a,2025,,,distanciel", ""),
        ("a,2025,,,présentiel", ""),  # nobody wrote who: nobody is said never to have hosted
        ("a,2025,,,présentiel,,Dax,40,40", "Le Département des Landes a accueilli la rencontre de "
                                           "Dax."),
        ("a,2025,,,présentiel,,,40,40", "Le Département des Landes a accueilli la rencontre."),
        ("a,2025,,,hybride,,,44,44\nb,2025,,,hybride,,,44,44",
         "Le Département de la Loire-Atlantique a accueilli deux rencontres."),
        ("a,2025,,,hybride,,,33,33\nb,2025,,,hybride,,,44,44",
         "En 2025, deux départements ont accueilli chacun une rencontre."),
        ("a,2025,,,présentiel,,,33,33\nb,2025,,,hybride,,,44,44\nc,2025,,,hybride,,,44,44\n"
         "d,2025,,,présentiel,,,40",
         "En 2025, deux départements ont accueilli une rencontre au moins, la Loire-Atlantique "
         "deux fois. On ne connaît pas l’hôte d’une autre, tenue en 2025."),
    ],
)  # fmt: skip
def test_hosts(rencontres: str, words: str) -> None:
    found = network({2025: "33 40 44"}, rencontres=rencontres)
    assert told(found, "year_data", "py-31", year=2025) == words


@pytest.mark.parametrize(
    ("by_year", "words"),
    [
        ("d d d", "Une rencontre chaque année renseignée."),
        ("dd d d", "C’est en 2023 que le réseau s’est réuni le plus : deux rencontres."),
        ("dd d dd", "D’une à deux rencontres par an."),
        ("d d", ""),
    ],
)
def test_meetings_by_year(by_year: str, words: str) -> None:
    years = dict(enumerate(by_year.split(), 2026 - len(by_year.split())))
    lines = [
        f"{y}{n},{y},,,distanciel" for y, of_year in years.items() for n in range(len(of_year))
    ]
    found = network(dict.fromkeys(years, "33"), rencontres="\n".join(lines))
    made = told(found, "annual_report", "py-38", year=2025)
    assert made.startswith(words)
    assert bool(made) == bool(words)


@pytest.mark.parametrize(
    ("rencontres", "words"),
    [
        ("a,2025,2025,,hybride,,Paris,75", "Le réseau s’est retrouvé à Paris."),
        ("a,2025,,,présentiel,,Dax,40\nb,2025,,,présentiel,,Toulouse,31",
         "Le réseau s’est retrouvé à Dax, dans les Landes, puis à Toulouse, en Haute-Garonne."),
        ("a,2025,,,présentiel,,Nantes,44,44",
         "Le réseau s’est retrouvé à Nantes, en Loire-Atlantique. Le Département de la "
         "Loire-Atlantique a accueilli la rencontre de Nantes."),
        ("a,2025,2025-06,,présentiel,,Nantes,44,44",  # its date is beside the large number
         "Le réseau s’est retrouvé à Nantes, en Loire-Atlantique. Le Département de la "
         "Loire-Atlantique a accueilli la rencontre de Nantes."),
        ("a,2025,2025-06,,présentiel,rencontre annuelle,Nantes,44,,Rencontres annuelles\n"
         "b,2025,2025-07,,présentiel,,Dax,40,,Autre",
         "Juin « Rencontres annuelles », à Nantes Juillet « Autre », à Dax"),  # its kind, once
        ("a,2025,2025-06,,présentiel\nb,2025,2025-07,,présentiel\nc,2025,2025-08,,présentiel",
         ""),  # the calendar shows them
        ("a,2025,2025-03-21,,hybride,atelier,Grenoble,38,38,Qui est là ?\n"
         "b,2025,2025-04,,distanciel,,,,,Dire non\nc,2025,2025,,distanciel",
         "21 mars « Qui est là ? », atelier hybride à Grenoble, à l’invitation du Département de "
         "l’Isère Avril « Dire non », à distance"),
    ],
)  # fmt: skip
def test_where_and_under_which_title_the_group_met(rencontres: str, words: str) -> None:
    found = network({2025: "75"}, rencontres=rencontres)
    assert told(found, "annual_report", "py-37", year=2025) == words


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        ("pddd", "ppddd", "Le réseau s’était réuni cinq fois en 2024, dont trois à distance."),
        ("pp", "p", "Le réseau s’était réuni une fois en 2024, jamais à distance."),
        ("pp", "d", "Le réseau s’était réuni une fois en 2024, à distance."),
        ("pp", "dd", "Le réseau s’était réuni deux fois en 2024, chaque fois à distance."),
        ("pd", "", ""),
    ],
)  # fmt: skip
def test_two_years_of_meetings(now: str, before: str, words: str) -> None:
    formats = {"p": "présentiel", "d": "distanciel"}
    lines = [
        f"{year}{at},{year},,,{formats[each]}"
        for year, of_year in ((2025, now), (2024, before))
        for at, each in enumerate(of_year)
    ]
    found = network({2024: "33", 2025: "33"}, rencontres="\n".join(lines))
    assert told(found, "annual_report", "py-34", year=2025) == words


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        ("2025-01-10 2025-03 2025-11", "Trois rencontres, de janvier à novembre."),
        ("2025-08-10 2025-09 2025-11", "Trois rencontres, d’août à novembre."),
        ("2025-06-10 2025-06-11 2025-06", "Trois rencontres, en juin."),
        ("2025-début 2025-09 2025-11", "Trois rencontres."),
        ("2025-03-21 2025-04 2025-05 2025", "Trois rencontres datées sur quatre, de mars à mai."),
        ("2025-03-21 2025-04 2025-été 2025", "Trois rencontres datées sur quatre."),
        ("2025-03-21 2025-04", ""),  # a list says them
    ],
)
def test_what_a_calendar_shows(starts: str, words: str) -> None:
    lines = [f"{at},2025,{start},,hybride" for at, start in enumerate(starts.split())]
    found = network({2025: "33"}, rencontres="\n".join(lines))
    said = told(found, "annual_report", "py-36b", year=2025)
    assert said.startswith(words)
    assert bool(said) == bool(words)


@pytest.mark.parametrize(
    ("start", "end", "large", "small"),
    [
        ("2025-06-19", "2025-06-20", "19–20", "juin 2025"),
        ("2025-06-01", "", "1er", "juin 2025"),
        ("2025-06", "", "juin", "2025"),
        ("2025-06", "2025-07", "juin à juillet", "2025"),
        ("2025-début", "", "début d’année", "2025"),
        ("2025-printemps", "", "printemps", "2025"),
    ],
)
def test_the_date_on_the_poster_is_as_precise_as_it_is_known(
    start: str, end: str, large: str, small: str
) -> None:
    rencontres = f"a,2025,{start},{end},présentiel,,Dax,40"
    (held,) = measures.list_meetings(
        network({2025: "33"}, rencontres=rencontres), 2025
    ).itertuples()
    assert large_date(*measures.read_dates(held)) == (large, small)


@pytest.mark.parametrize(
    ("name", "article", "whole", "of"),
    [
        ("fédération des possibles", "la", "de la fédération des possibles", "de la fédération"),
        ("union des villes", "l’", "de l’union des villes", "de l’union"),
        ("groupe des Landes", "le", "du groupe des Landes", "du groupe"),
    ],
)
def test_pages_describe_themselves_with_the_article_of_their_network(
    name: str, article: str, whole: str, of: str
) -> None:
    found = replace(network({2025: "33"}), settings=Settings(nom=name, article=article))
    (cover,) = published(found, "department", "py-08", membre="33")
    page = cover.facts["page"]
    assert page["description"] == f"La Gironde, membre {whole} depuis 2025 au moins."
    (opened,) = published(found, "poster", "ouverture", year=2025)
    assert opened.facts["page"]["description"].startswith(f"L’année 2025 {of}")
    assert f"\n> Les résumés annuels {of}" in plain_list(found, [])


@pytest.mark.parametrize(
    ("name", "its", "the", "of", "met"),
    [
        ("groupe des Landes", "le", "le groupe", "du groupe", "retrouvé"),
        ("fédération des villes", "la", "la fédération", "de la fédération", "retrouvée"),
        ("Union des maires", "l’", "l’union", "de l’union", "retrouvée"),
        ("Tous ensemble", "le", "le réseau", "du réseau", "retrouvé"),
        ("assises des territoires", "les", "le réseau", "du réseau", "retrouvé"),
        ("notre fédération", "la", "la fédération", "de la fédération", "retrouvée"),
        ("Mon groupe", "le", "le groupe", "du groupe", "retrouvé"),
    ],
)
def test_the_network_has_its_own_word(name: str, its: str, the: str, of: str, met: str) -> None:
    us = Settings(name, article=its).called
    assert (us.the, us.of) == (the, of)
    assert f"retrouvé{us.e}" == met


def test_the_poster_names_who_drew_its_map() -> None:
    (signed,) = published(network({2025: "33"}), "poster", "signature", year=2025)
    assert "contours, Natural Earth." in said(signed.facts["page"]["closing"])


@pytest.mark.parametrize(
    ("sujets", "words"),
    [
        ("", ""),
        ("2025,A,,prévu", ""),  # nothing is recorded as treated: nothing can be said
        ("2025,A,,envisagé\n2025,B,,traité", ""),  # an idea is no promise
        ("2025,A,,prévu\n2025,B,,traité\n2026,A,,prévu",
         "Le sujet annoncé pour 2025, « A », n’a pas été traité, à ce que l’on sait. « A » est de "
         "nouveau annoncé pour 2026."),
        ("2025,A,T,prévu\n2025,B,,traité\n2026,C,T,prévu",
         "Le sujet annoncé pour 2025, « A », n’a pas été traité, à ce que l’on sait. Le thème "
         "« T » est de nouveau annoncé pour 2026."),
        ("2025,A,T,prévu\n2025,B,U,prévu\n2025,E,,traité\n2026,C,T,prévu\n2026,D,U,prévu",
         "Aucun des deux sujets annoncés pour 2025 n’a été traité, à ce que l’on sait. Les thèmes "
         "« T » et « U » sont de nouveau annoncés pour 2026."),
        ("2025,A,,prévu\n2025,B,,prévu\n2025,B,,traité",
         "Un des deux sujets annoncés pour 2025 a été traité : « B »."),
        ("2025,A,,prévu\n2025,A,,traité", "Le sujet annoncé pour 2025, « A », a été traité."),
    ],
)  # fmt: skip
def test_promises(sujets: str, words: str) -> None:
    found = network({2025: "33"}, sujets=sujets)
    assert told(found, "annual_report", "py-25", year=2025) == words


@pytest.mark.parametrize(
    ("sujets", "words"),
    [
        ("2025,A,,prévu", ""),
        ("2025,A,,prévu\n2025,B,,traité", "Le seul thème annoncé n’a pas été traité, à ce que l’on "
                                          "sait : « A » (annoncé pour 2025)."),
        ("2025,A,,prévu\n2025,B,,prévu\n2025,B,,traité",
         "Un des deux thèmes annoncés n’a pas été traité, à ce que l’on sait : « A » (annoncé pour "
         "2025)."),
        ("2025,A,,prévu\n2025,A,,traité", "Le seul thème annoncé a été traité."),
    ],
)  # fmt: skip
def test_promises_across_years(sujets: str, words: str) -> None:
    # A second announcement, of a year that reports nothing, makes a chapter and no theme due.
    found = network({2025: "33", 2026: "33"}, sujets=f"{sujets}\n2026,Z,,prévu")
    assert told(found, "trends", "py-29") == words


@pytest.mark.parametrize(
    ("by_year", "words"),
    [
        ({2025: "33"}, "L’année 2025 est la seule renseignée."),
        ({2024: "33", 2025: "33"}, "Le réseau compte un membre en 2025, autant qu’en 2024. En "
                                   "2025, le seul membre d’alors l’est encore."),
        ({2024: "33", 2025: "44"}, "Le réseau compte un membre en 2025, autant qu’en 2024. En "
                                   "2025, le seul membre d’alors ne l’est plus."),
        ({2023: "33 44 40", 2025: "33"}, "Le réseau comptait trois membres en 2023 ; il en compte "
                                         "un en 2025. Un des trois membres de 2023 l’est aussi en "
                                         "2025."),
    ],
)  # fmt: skip
def test_members_across_years(by_year: dict[int, str], words: str) -> None:
    found = network(by_year)
    assert told(found, "trends", "py-10") == words


@pytest.mark.parametrize(
    ("codes", "start"),
    [
        ("33", "La Gironde compte 1,7 million d’habitants, 2,5 % des habitants en France."),
        ("40", "Les Landes comptent 434 000 habitants"),
        ("33 40", "Ces départements rassemblent 2,1 millions d’habitants"),
        ("33 44", "Répartis dans deux régions, ces départements rassemblent 3,2 millions"),
    ],
)
def test_coverage(codes: str, start: str) -> None:
    found = network({2025: codes})
    assert told(found, "annual_report", "py-16", year=2025).startswith(start)


TWO = "a,2025,2025-01-10,,distanciel\nb,2025,2025-02-10,,distanciel"


@pytest.mark.parametrize(
    ("presences", "words"),
    [
        (
            "a,33,1\na,40,0\na,44,0\nb,33,2\nb,40,0\nb,44,,non",
            "Les présences aux rencontres de 2025 sont toutes notées. Sur cinq invitations dont on "
            "connaît la suite, deux ont été suivies d’une venue.",
        ),
        (
            "a,33,1\na,40,1\na,44,0\nb,33,1",
            "Les présences sont entièrement notées pour une des deux rencontres de 2025. Sur trois "
            "invitations dont on connaît la suite, deux ont été suivies d’une venue.",
        ),
        (
            "a,33,1\nb,40,1",
            "Les présences aux rencontres de 2025 ne sont notées qu’en partie. On y compte deux "
            "venues.",
        ),
        (
            "a,33,1\na,40,1",
            "Les présences sont notées, en partie, pour une des deux rencontres de 2025. On y "
            "compte deux venues.",
        ),
    ],
)
def test_attendance(presences: str, words: str) -> None:
    found = network({2025: "33 40 44"}, rencontres=TWO, presences=presences)
    assert told(found, "annual_report", "py-41", year=2025) == words


@pytest.mark.parametrize(
    ("presences", "words"),
    [
        ("a,33,1", ""),
        ("a,33,1\na,40,1",
         "Deux membres, la Gironde et les Landes, ont été notés ensemble à une rencontre en 2025."),
        ("a,33,1\nb,40,1",
         "Deux membres, la Gironde et les Landes, n’ont pas été notés ensemble à une rencontre en "
         "2025."),
        ("a,33,1\na,40,1\nb,40,1\nb,44,1",
         "Trois membres sont venus en 2025 et forment 3 paires. Une paire sur 3 n’a jamais été "
         "notée à une même rencontre : la Gironde et la Loire-Atlantique."),
        ("a,33,1\na,40,1\na,44,1",
         "Trois membres sont venus en 2025 et forment 3 paires. Toutes ont été notées à une même "
         "rencontre au moins."),
    ],
)  # fmt: skip
def test_who_never_met_whom(presences: str, words: str) -> None:
    found = network({2025: "33 40 44"}, rencontres=TWO, presences=presences)
    assert told(found, "year_data", "py-44", year=2025) == words


@pytest.mark.parametrize(
    ("sentence", "lede"),
    [
        ("Tenir <em>quand le budget baisse</em>.", "Tenir quand le budget baisse."),
        (None, "Les membres du réseau, leurs sujets, leurs rencontres, et ce qui vient en 2026."),
    ],
)
def test_a_report_opens_on_the_sentence_of_its_year(sentence: str | None, lede: str) -> None:
    found = network({2025: "33"}, texts={2025: YearText(sentence=sentence)})
    (opened,) = published(found, "annual_report", "py-06", year=2025)
    assert f'<p class="lede">{lede}</p>' in opened.html


def test_no_word_of_the_poster_s_sentence_is_alone_in_a_line() -> None:
    text = YearText(sentence="Mettre <em>nos outils</em> en commun.")
    found = network({2025: "33"}, texts={2025: text})
    (opened,) = published(found, "poster", "ouverture", year=2025)
    assert "Mettre <em>nos outils</em> en\u00a0commun.</p>" in opened.html
