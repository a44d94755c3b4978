"""Fictional networks, of every kind of member, as an animator would type them.

Their members are real institutions, and all else is invented. `write` writes a network by its name.
The six of `NETWORKS` have two years, so that a member stays, comes and leaves, and a meeting with a
host and attendance; the networks of `FLEET` are unlike each other.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from network_files import (
    TEXT,
    Names,
    NetworkFiles,
    considered,
    meeting,
    planned,
    shared,
    split_names,
    treated,
)

from annual_report.network.territories.institutions import find_institution, institutions_by_code


class Invented(NamedTuple):
    """A network: its name, its kinds, its members of 2024 and of 2025, the place of a meeting."""

    name: str
    kinds: tuple[str, ...]
    before: Names
    now: Names
    town: str
    department: str
    host: str


def _write_apart(code: str, kinds: tuple[str, ...]) -> str:
    """Write a code that a région has too with a D: 76 is Occitanie or a Département, 76D isn't."""
    both = {"région", "département"} <= {*kinds}
    if both and code in institutions_by_code("département"):
        return f"{code}D"
    return code


def _mixed() -> tuple[str, ...]:
    """Return 180 members: every région, 60 Départements, 22 métropoles, 70 towns, 10 others."""
    regions = tuple(institutions_by_code("région"))
    # Corse and others are régions too, and the Métropole de Lyon is a métropole.
    among_others = {*regions, "69M"}
    departments = [code for code in institutions_by_code("département") if code not in among_others]
    metropoles = tuple(institutions_by_code("métropole"))
    towns = list_largest_towns()[:70]
    others = [f"Association des habitants du quartier {number}" for number in range(1, 11)]
    # The last départements, from the end of the list on.
    last_first = departments[::-1]
    return (*regions, *last_first[:60], *metropoles, *towns, *others)


def list_largest_towns() -> list[str]:
    """Return the codes of all communes but Paris, the largest first."""
    towns = institutions_by_code("commune")
    return sorted(towns.keys() - {"75C"}, key=lambda code: (-(towns[code].population or 0), code))


NETWORKS: dict[str, Invented] = {
    "departements": Invented(
        "réseau fictif de départements",
        ("département",),
        "44, CEA, Corse, 69M, Ville de Paris, 33",
        "44, Collectivité européenne d’Alsace, 20R, Métropole de Lyon, 75, 972, Rhône, 35",
        town="Strasbourg",
        department="67",
        host="Alsace",
    ),
    "metropoles": Invented(
        "réseau fictif de métropoles",
        ("métropole",),
        "Nantes Métropole, Grand Lyon, Métropole européenne de Lille",
        "Métropole de Nantes, Métropole de Lyon, Rennes Métropole, 200093201, "
        "Eurométropole de Strasbourg, Métropole du Grand Paris, Brest Métropole, "
        "Bordeaux Métropole, Toulouse Métropole, Dijon Métropole, Métropole Nice Côte d'Azur, "
        "Tours Métropole Val de Loire",
        town="Nantes",
        department="44",
        host="Nantes Métropole",
    ),
    "melange": Invented(
        "réseau fictif de collectivités",
        ("région", "département", "métropole", "commune", "organisation"),
        _mixed()[:170],
        _mixed(),
        town="Rennes",
        department="35",
        host="Rennes Métropole",
    ),
    "communes": Invented(
        "réseau fictif de communes",
        ("commune",),
        "Saillans (26), Crest, Die",
        "Saillans (26), Crest, Die, Le Poët-Laval, 26362, Saint-Denis (93), Paris",
        town="Saillans",
        department="26",
        host="26289",
    ),
    "regions": Invented(
        "réseau fictif de régions",
        ("région",),
        "Bretagne, Corse, PACA",
        "Région Bretagne, 94, Occitanie, Grand Est, La Réunion, Guadeloupe",
        town="Rennes",
        department="35",
        host="Bretagne",
    ),
    "associations": Invented(
        "réseau fictif d’associations",
        ("organisation",),
        "Anciela, Les Petits Débrouillards, Fédération des centres sociaux",
        "Anciela, Les Petits Débrouillards, Fédération des centres sociaux, "
        "Association Pas sans nous, Le Rameau d’olivier",
        town="Lyon",
        department="69",
        host="Les Petits Débrouillards",
    ),
}


_TOLD = {
    "metropoles": """
## La phrase de l’année

Tirer au sort, *et après* ? Ce que deviennent les panels une fois l’avis rendu.

## Objectifs

Neuf métropoles sont arrivées avec la même question : que répondre aux habitantes et aux habitants
dont l’avis n’est pas suivi ? Chacune a apporté une réponse qu’elle a envoyée, bonne ou mauvaise.

## Temps forts

### À Nantes, trois lettres relues

Trois réponses à un panel ont été relues à voix haute. La plus courte disait en une page ce qui est
gardé, ce qui ne l’est pas, et pourquoi : elle sert désormais de modèle.

## Perspectives

En {next}, chaque métropole enverra une réponse écrite sur ce modèle, et dira ce qui a changé.
""",
    "communes": """
## La phrase de l’année

À sept communes, de Saillans à Paris, *faire une réunion où l’on vient* avec ses enfants.

## Objectifs

Deux villages, deux petites villes et trois grandes ont essayé la même chose : une réunion à l’heure
de la sortie de l’école, un goûter, et une salle où les enfants donnent aussi leur avis.

## Temps forts

### À Saillans, une place à redessiner

Habitantes, habitants et enfants ont dessiné la place à la craie, à sa taille. Le dessin a été
photographié, puis remis au conseil municipal.

## Perspectives

En {next}, chaque commune fera une réunion à la craie, et racontera ce qu’elle en a gardé.
""",
}
"""The invented texts of 2025 of the networks that strangers look at, by network."""
_NEIGHBOURS = """
## Objectifs

Relire nos chartes, une par rencontre, et barrer ce que personne ne fait. L’an prochain, nous
relirons celle du budget et, avec des jeunes cette fois, celle des jeunes.
"""
"""Objectives without highlights: the page tells of the annual meeting in their place."""
_TREATED = {
    "metropoles": ("Répondre à un panel tiré au sort", "tirage au sort"),
    "communes": ("Une réunion où l’on vient avec ses enfants", "accessibilité"),
}
"""The subject and the theme of such a text, by network."""


def _type(name: str) -> NetworkFiles:
    """Return a network of `NETWORKS`, as files."""
    invented = NETWORKS[name]
    before = [_write_apart(code, invented.kinds) for code in split_names(invented.before)]
    now = [_write_apart(code, invented.kinds) for code in split_names(invented.now)]
    subject, theme = _TREATED.get(name, ("La place des jeunes", "jeunesse"))
    members = {2024: before, 2025: now}
    meetings = [
        meeting("2024-03", "distanciel", "Un premier point"),
        meeting(
            "2025-10-02",
            "présentiel",
            "Deux jours sur place",
            end="2025-10-03",
            kind="rencontre annuelle",
            town=invented.town,
            department=invented.department,
            host=_write_apart(invented.host, invented.kinds),
            came=now[:-1],
            absent=now[-1:],
        ),
        meeting("2025-11-18", "distanciel"),
    ]
    subjects = [treated(2025, subject, theme)]
    return NetworkFiles(
        members,
        name=invented.name,
        kinds=invented.kinds,
        meetings=meetings,
        subjects=subjects,
        texts={2024: TEXT, 2025: _TOLD.get(name, TEXT)},
    )


FLEET: dict[str, Callable[[], NetworkFiles]] = {}
"""Networks unlike each other, by the name of what is particular to each."""


def in_fleet(invent: Callable[[], NetworkFiles]) -> Callable[[], NetworkFiles]:
    """Add a network to the fleet, under the name of the function that invents it."""
    FLEET[invent.__name__] = invent
    return invent


@in_fleet
def one_member() -> NetworkFiles:
    """Return a network of a single Département, invited once a year, absent, then there."""
    members = {2024: "Landes", 2025: "Landes"}
    meetings = [
        meeting("2024", "présentiel", absent="Landes"),
        meeting("2025-05-01", "présentiel", town="Dax", department="Landes", came="Landes"),
    ]
    subjects = [
        planned(2025, "Nos chartes", "chartes"),
        treated(2025, "Ce que disent nos chartes", "chartes"),
        planned(2026, "Nos chartes", "chartes"),
    ]
    return NetworkFiles(
        members,
        name="réseau des Landes",
        representants="équipes",
        meetings=meetings,
        subjects=subjects,
        resources=[shared(2025, "Une journée sur place", "guide")],
    )


@in_fleet
def a_thousand_members() -> NetworkFiles:
    """Return a network of the thousand largest communes, and the year before of some more."""
    towns = list_largest_towns()
    members = {2024: towns[30:1030], 2025: towns[:1000]}
    meetings = [
        meeting("2025-02", "visio", came=towns[:300]),
        meeting("printemps 2025", "hybride", town="Le Mans", department="72", host="72181"),
    ]
    return NetworkFiles(
        members,
        name="association des mille communes",
        kinds=["commune"],
        article="l’",
        meetings=meetings,
    )


@in_fleet
def gaps_of_years() -> NetworkFiles:
    """Return a federation with years without a list of members; some left, and some came back."""
    members = {
        2019: "Gironde, Landes, Gers, Lot, Tarn",
        2020: "Gironde, Landes, Gers, Lot, Aude",
        2023: "Gironde, Landes, Gers, Tarn",
        2024: "Gironde, Landes, Tarn, Aude, Hérault",
        2025: "Gironde, Gers, Aude, Hautes-Alpes",
    }
    meetings = [
        meeting("2019-03-01", "présentiel", town="Auch", department="Gers", host="Gers"),
        meeting("2019", "distanciel"),
        meeting("2023-10", "hybride", "Se revoir", town="Auch", department="32", host="Gers"),
        meeting("28/02/2025", "présentiel", end="02/03/2025", town="Les Mureaux", department="78"),
        meeting(
            "fin 2025",
            "présentiel",
            "Faire le point",
            town="Dax",
            department="40",
            host="Landes",
        ),
    ]
    subjects = [
        planned(2019, "Tirer au sort", "tirage au sort"),
        planned(2020, "Tirer au sort", "tirage au sort"),
        treated(2023, "Qui est dans la salle ?", "tirage au sort"),
        planned(2023, "Nos rivières"),
        planned(2024, "Écrire simplement", "langage clair"),
        treated(2024, "Écrire simplement", "langage clair"),
        planned(2024, "Nos forêts"),
        treated(2025, "Nos forêts"),
        considered(2024, "Nos dunes"),
        planned(2025, "Nos dunes"),
    ]
    return NetworkFiles(
        members,
        left={2024: "Gers", 2025: "Landes"},
        name="fédération des départements riverains",
        article="la",
        contact="a@exemple.fr",
        meetings=meetings,
        subjects=subjects,
    )


@in_fleet
def gaps_of_places() -> NetworkFiles:
    """Return a network that only met in places, of which it didn't write down each, nor each year.

    All subjects of which somebody wrote were announced again, and treated in the end.
    """
    members = {
        2021: "Eure, Orne, Manche, Sarthe",
        2023: "Eure, Orne, Manche, Calvados",
        2024: "Eure, Orne, Manche, Calvados, Mayenne",
        2025: "Eure, Orne, Manche, Calvados, Mayenne",
    }
    meetings = [
        meeting("2021", "présentiel", town="Évreux", department="Eure", host="Eure"),
        meeting("2023", "présentiel", town="Caen", department="Calvados", host="Calvados"),
        meeting("2024", "présentiel", town="Laval", department="Mayenne"),
        meeting("2024", "présentiel", town="Alençon", department="Orne"),
        meeting("2024", "présentiel"),
        meeting("2025-01-14", "présentiel", town="Saint-Lô", department="50", host="Manche"),
        meeting("2025-03-11", "présentiel", town="Évreux", department="Eure", host="Eure"),
        meeting("2025-05-20", "présentiel", town="Saint-Denis", department="93"),
        meeting("2025-06-17", "présentiel", town="Saint-Denis", department="974"),
        meeting("2025-10-07", "présentiel", "Une marche", host="Orne"),
        meeting("2025", "présentiel", town="Caen", department="Calvados"),
        meeting("2025", "présentiel"),
        meeting("2025", "présentiel"),
    ]
    subjects = [
        planned(2021, "Nos haies", "haies"),
        planned(2021, "Nos plages", "plages"),
        planned(2024, "Nos haies", "haies"),
        planned(2024, "Nos plages", "plages"),
        treated(2025, "Nos haies", "haies"),
        treated(2025, "Nos plages", "plages"),
    ]
    return NetworkFiles(
        members,
        name="réseau de Normandie",
        meetings=meetings,
        subjects=subjects,
    )


@in_fleet
def joined_by_an_association() -> NetworkFiles:
    """Return a network of départements that an association joins, which is in no région."""
    departments = "Ain, Isère, Jura"
    return NetworkFiles(
        {2024: departments, 2025: f"{departments}, Les Petits Débrouillards"},
        name="réseau des massifs",
        kinds=["département", "organisation"],
        meetings=[
            meeting("2024-06-04", "distanciel"),
            meeting("2025-06-03", "présentiel", town="Grenoble", department="Isère"),
        ],
    )


@in_fleet
def one_block() -> NetworkFiles:
    """Return a network whose members all touch, meet as often each year, and all come, or none."""
    members = [*split_names("Ariège, Aude, Aveyron, Gard, Haute-Garonne, Gers"), "Hérault"]
    members += ["Lot", "Lozère", "Tarn"]
    meetings = []
    for day, year in enumerate((2023, 2024, 2025), 10):
        listed = [*members, "Tarn-et-Garonne"] if year == 2024 else members
        came, absent = ([], listed) if year == 2025 else (listed, [])
        meetings += [
            meeting(
                f"{year}-02-{day}",
                "présentiel",
                town="Albi",
                department="81",
                came=came,
                absent=absent,
            ),
            meeting(f"{year}-05-{day}", "présentiel", town="Foix", department="09"),
            meeting(f"{year}-09-{day}", "hybride", town="Cahors", department="46"),
            meeting(f"{year}", "présentiel", f"Visite de {year}", town="Mende", department="48"),
        ]
    return NetworkFiles(
        {2023: members, 2024: [*members, "Tarn-et-Garonne"], 2025: members},
        name="réseau des causses",
        meetings=meetings,
        subjects=[
            planned(2024, "Nos sentiers"),
            planned(2024, "Nos marchés"),
            treated(2024, "Nos sentiers"),
            treated(2024, "Nos marchés"),
            treated(2025, "Nos écoles"),
            planned(2025, "Nos rivières"),
            planned(2026, "Nos rivières"),
        ],
    )


@in_fleet
def everyone_and_no_meeting() -> NetworkFiles:
    """Return a network of all régions, of which nobody wrote down a meeting."""
    regions = list(institutions_by_code("région"))
    return NetworkFiles(
        {2024: regions, 2025: regions},
        name="réseau des régions",
        kinds=["région"],
        texts={2024: TEXT, 2025: TEXT},
    )


@in_fleet
def all_remote() -> NetworkFiles:
    """Return a network that met at a distance alone, and that no member left."""
    members = ["Rennes Métropole", "Brest Métropole", "Dijon Métropole"]
    years = (2023, 2024, 2025)
    wishes = [meeting(f"{year}-01-20", "visio", "Nos vœux", absent=members) for year in years]
    meetings = [
        *wishes,
        meeting(
            "2025-09-03",
            "visio",
            kind="rencontre annuelle",
            came="Rennes Métropole, Brest Métropole",
            excusé="Dijon Métropole",
        ),
        meeting("2025", "en ligne"),
    ]
    subjects = [planned(2026, "", form="ateliers"), planned(2026, "L’air", "air", "ateliers")]
    return NetworkFiles(
        dict.fromkeys(years, members),
        name="club des métropoles",
        kinds=["métropole"],
        meetings=meetings,
        subjects=subjects,
        texts={2025: "## Perspectives\n\nDes ateliers, dont un sur l’air.\n"},
    )


@in_fleet
def discreet() -> NetworkFiles:
    """Return a network that names members that came, and departures that were noted, no others."""
    members = {
        2023: "Manche, Orne, Sarthe, Mayenne",
        2024: "Manche, Orne, Sarthe, Vendée",
        2025: "Manche, Orne, Vendée, Mayenne, Vienne",
    }
    meetings = [
        meeting("2024-04-03", "présentiel", end="2024-04-05", town="Laval", department="53"),
        meeting("2025-04", "hybride", town="Le Mans", department="72", came="Manche, Vienne"),
    ]
    return NetworkFiles(
        members,
        left={2025: "Sarthe"},
        name="groupe de l’Ouest",
        absents="non",
        meetings=meetings,
    )


@in_fleet
def homonyms() -> NetworkFiles:
    """Return a network where a région and a Département, or two towns, share a name."""
    members = {
        2024: "Région Guadeloupe, Région Réunion, 97411",
        2025: "Région Guadeloupe, Département de la Guadeloupe, Région Réunion, 974D, 97411, "
        "93066, Corse, Paris",
    }
    meetings = [
        meeting(
            "2025-11-04",
            "présentiel",
            town="Saint-Denis",
            department="974",
            host="Région Réunion",
        ),
        meeting(
            "2025-12-01",
            "hybride",
            "Visite des quais",
            kind="visite",
            town="Paris",
            department="75",
            host="Paris",
        ),
    ]
    return NetworkFiles(
        members,
        name="réseau des îles",
        kinds=["région", "département", "commune"],
        meetings=meetings,
        texts={2024: TEXT},
    )


@in_fleet
def overseas() -> NetworkFiles:
    """Return a network of the five overseas départements, without a border between two."""
    everyone = ["Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"]
    members = {2024: "Guadeloupe, Martinique", 2025: everyone}
    meetings = [
        meeting(
            "2025-03-01",
            "présentiel",
            town="Saint-Denis",
            department="974",
            host="La Réunion",
            came=everyone[1:],
            non_invité="Guadeloupe",
        ),
        meeting("2025-03-31", "distanciel", came=everyone[:3], excusé=everyone[3:]),
    ]
    return NetworkFiles(
        members,
        name="réseau d’outre-mer",
        depuis="2024",
        meetings=meetings,
    )


@in_fleet
def neighbours() -> NetworkFiles:
    """Return a network whose members mostly touch and meet often, with everything noted."""
    north = ["Aveyron", "Gard", "Haute-Garonne", "Gers", "Hérault", "Lot", "Lozère", "Tarn"]
    occitanie = ["Ariège", "Aude", *north]
    members = {
        2024: [*north, "Manche", "Vosges"],
        2025: [*occitanie, "Finistère", "Morbihan", "Corse"],
    }
    meetings = [
        meeting("2024-05-15", "présentiel", town="Albi", department="81", host="Tarn", came=north),
        meeting(
            "2025-01-14",
            "distanciel",
            came=occitanie[:6],
            absent=[*occitanie[6:], "Corse"],
            non_invité="Finistère, Morbihan",
        ),
        meeting(
            "2025-03-20",
            "hybride",
            "Nos marchés",
            town="Foix",
            department="09",
            host="Ariège",
            came=[*occitanie[6:], "Finistère"],
        ),
        meeting(
            "2025-06-05",
            "présentiel",
            "Rencontres annuelles",
            end="2025-06-06",
            kind="rencontre annuelle",
            town="Pamiers",
            department="09",
            host="Ariège",
            came=[*occitanie, "Morbihan"],
            absent="Finistère, Corse",
        ),
        meeting("2025-06-25", "présentiel", town="Brest", department="29", host="Gers"),
        meeting("2025", "distanciel"),
        meeting("2025", "distanciel"),
    ]
    subjects = [
        planned(2025, "Le climat"),
        planned(2025, "Les jeunes"),
        planned(2025, "Le budget"),
        treated(2025, "Parler du climat", "le climat"),
        treated(2025, "Les jeunes"),
        treated(2025, "", form="visites"),
        planned(2025, "", form="marches"),
        planned(2026, "Le budget"),
        planned(2026, "Les jeunes", form="visites"),
    ]
    return NetworkFiles(
        members,
        name="réseau du Midi",
        meetings=meetings,
        subjects=subjects,
        resources=[
            shared(2024, "Carnet de route", "carnet"),
            shared(2025, "Fiche : marcher ensemble", "fiche", "https://exemple.example/fiche"),
            shared(2025, "Nos chartes", "recueil"),
        ],
        texts={2024: TEXT, 2025: _NEIGHBOURS},
    )


@in_fleet
def communities() -> NetworkFiles:
    """Return a union of communautés de communes, of feminine gender, that no member left."""
    host = "200000172"
    members = [host, "200000438", "200000545"]
    meetings = [
        meeting(
            "2024-10-01",
            "présentiel",
            kind="rencontre annuelle",
            town="Redon",
            department="35",
        ),
        meeting(
            "2025-10-01",
            "présentiel",
            "L’eau, le sol",
            town="Redon",
            department="35",
            host=host,
        ),
    ]
    subjects = [
        planned(2024, "Nos forêts", "forêts"),
        planned(2024, "Nos fêtes", "fêtes"),
        treated(2025, "Nos forêts", "forêts"),
        treated(2025, "Nos fêtes", "fêtes"),
    ]
    return NetworkFiles(
        {2024: members, 2025: members},
        name="union des communautés",
        kinds=["communauté de communes"],
        article="l’",
        institution="Institut des territoires",
        meetings=meetings,
        subjects=subjects,
        texts={2025: "## La phrase de l’année\n\nPartager ce qui *marche*.\n"},
    )


@in_fleet
def nothing_recorded() -> NetworkFiles:
    """Return a network with nothing on record but its members."""
    return NetworkFiles(
        {2025: "Métropole de Nantes, Métropole Nice Côte d'Azur"},
        name="réseau des métropoles",
        kinds=["métropole"],
    )


@in_fleet
def many_come() -> NetworkFiles:
    """Return a network with more new members, and more towns of a year, than a list names.

    At each meeting a member fewer is absent.
    """
    joined = [f"{number:02}" for number in range(31, 60)]
    meetings = []
    for at, number in enumerate(joined[:26]):
        town = list_seats()[number]
        meetings.append(
            meeting("2025", "présentiel", town=town, department=number, absent=joined[at:])
        )
    members = {2024: "30, 60, 61, 62, 63", 2025: joined}
    subjects = [
        *(planned(2025, f"Sujet {number}") for number in range(26)),
        treated(2025, "Sujet 1"),
    ]
    return NetworkFiles(
        members,
        name="réseau des départements",
        meetings=meetings,
        subjects=subjects,
    )


@in_fleet
def own_name() -> NetworkFiles:
    """Return a network with a proper name, hosts that are no members, and few dates."""
    members = {2024: "Loire, Nièvre, Cher", 2025: "Loire, Nièvre, Loir-et-Cher"}
    meetings = [
        meeting(
            "2024-11",
            "présentiel",
            town="Nevers",
            department="Nièvre",
            host="Ville de Paris",
            came="Loire",
        ),
        meeting(
            "2025-09-30",
            "hybride",
            end="2025-10-01",
            town="Le Puy-en-Velay",
            department="Haute-Loire",
            host="Haute-Loire",
            came="Nièvre",
            absent="Loire",
            excusé="Loir-et-Cher",
        ),
        meeting(
            "été 2025",
            "présentiel",
            "Descendre la Loire",
            kind="rencontre annuelle",
            host="Allier",
        ),
    ]
    subjects = [
        considered(2025, "Les crues"),
        treated(2025, "Les ponts"),
        treated(2026, "Les crues"),
    ]
    return NetworkFiles(
        members,
        left={2025: "Cher"},
        name="Ambition Loire",
        article="l’",
        titre="Ambition Loire",
        meetings=meetings,
        subjects=subjects,
        resources=[shared(2025, "Carte des ponts", "carte")],
    )


@cache
def list_seats() -> dict[str, str]:
    """Return the largest commune of each département."""
    towns = [find_institution(code) for code in reversed(list_largest_towns())]
    return {town.departments[0]: town.name for town in towns}


def write(folder: Path, name: str) -> Path:
    """Write a network of the six or of the fleet into a folder; return the folder."""
    invent = FLEET.get(name, lambda: _type(name))
    return invent().write(folder)
