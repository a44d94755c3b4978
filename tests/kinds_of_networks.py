"""Fictional networks, of every kind of member and of any size, as an animator would type them.

Whom they have is real, nothing else is. `write` writes one by its name, `write_of_size` one of a
size. The six of `NETWORKS` have two years, so that somebody stays, comes and is no longer there,
one meeting hosted by a member, and attendance at it; those of `FLEET` are unlike each other.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from network_builder import TEXT, NetworkBuilder

from annual_report.network.territories.institutions import find_institution, institutions_by_code

THEMES = ("jeunesse", "ruralité", "évaluation", "tirage au sort", "accessibilité", "climat")
KINDS = ("", "séance thématique", "codéveloppement", "retour d’expériences")


class Invented(NamedTuple):
    """A network: how it calls itself, its kinds, its members of two years, where it met."""

    name: str
    kinds: tuple[str, ...]
    before: tuple[str, ...]
    now: tuple[str, ...]
    town: str
    department: str
    host: str


def _write_apart(code: str, kinds: tuple[str, ...]) -> str:
    """Write a code so that it is no région's: 76 is two, 76D one."""
    both = {"région", "département"} <= {*kinds}
    return f"{code}D" if both and code in institutions_by_code("département") else code


def _mixed() -> tuple[str, ...]:
    """Return 180 members: every région, 60 Départements, 22 métropoles, 70 towns, 10 others."""
    regions = tuple(institutions_by_code("région"))
    departments = tuple(
        code
        for code in institutions_by_code("département")
        if code not in regions and code != "69M"
    )[::-1][:60]
    metropoles = tuple(institutions_by_code("métropole"))
    others = tuple(f"Association des habitants du quartier {number}" for number in range(1, 11))
    return (*regions, *departments, *metropoles, *_list_largest_towns()[:70], *others)


def _list_largest_towns() -> list[str]:
    """Return the codes of all communes but Paris, the largest first."""
    towns = institutions_by_code("commune")
    return sorted(towns.keys() - {"75C"}, key=lambda code: (-(towns[code].population or 0), code))


NETWORKS: dict[str, Invented] = {
    "departements": Invented(
        "réseau fictif de départements",
        ("département",),
        ("44", "CEA", "Corse", "69M", "Ville de Paris", "33"),
        ("44", "Collectivité européenne d’Alsace", "20R", "Métropole de Lyon", "75", "972",
         "Rhône", "35"),
        "Strasbourg", "67", "Alsace",
    ),
    "metropoles": Invented(
        "réseau fictif de métropoles",
        ("métropole",),
        ("Nantes Métropole", "Grand Lyon", "Métropole européenne de Lille"),
        ("Métropole de Nantes", "Métropole de Lyon", "Rennes Métropole", "200093201",
         "Eurométropole de Strasbourg", "Métropole du Grand Paris", "Brest Métropole",
         "Bordeaux Métropole", "Toulouse Métropole", "Dijon Métropole",
         "Métropole Nice Côte d'Azur", "Tours Métropole Val de Loire"),
        "Nantes", "44", "Nantes Métropole",
    ),
    "melange": Invented(
        "réseau fictif de collectivités",
        ("région", "département", "métropole", "commune", "organisation"),
        _mixed()[:170], _mixed(), "Rennes", "35", "Rennes Métropole",
    ),
    "communes": Invented(
        "réseau fictif de communes",
        ("commune",),
        ("Saillans (26)", "Crest", "Die"),
        ("Saillans (26)", "Crest", "Die", "Le Poët-Laval", "26362", "Saint-Denis (93)", "Paris"),
        "Saillans", "26", "26289",
    ),
    "regions": Invented(
        "réseau fictif de régions",
        ("région",),
        ("Bretagne", "Corse", "PACA"),
        ("Région Bretagne", "94", "Occitanie", "Grand Est", "La Réunion", "Guadeloupe"),
        "Rennes", "35", "Bretagne",
    ),
    "associations": Invented(
        "réseau fictif d’associations",
        ("organisation",),
        ("Anciela", "Les Petits Débrouillards", "Fédération des centres sociaux"),
        ("Anciela", "Les Petits Débrouillards", "Fédération des centres sociaux",
         "Association Pas sans nous", "Le Rameau d’olivier"),
        "Lyon", "69", "Les Petits Débrouillards",
    ),
}  # fmt: skip


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
"""The invented texts of 2025 of networks that strangers look at, by network."""
_NEIGHBOURS = """
## Objectifs

Relire nos chartes, une par rencontre, et barrer ce que personne ne fait. Celle du budget sera relue
l’an prochain.
"""
"""Objectives without highlights: the page tells of the annual meeting in their place."""
_TREATED = {
    "metropoles": ("Répondre à un panel tiré au sort", "tirage au sort"),
    "communes": ("Une réunion où l’on vient avec ses enfants", "accessibilité"),
}
"""The subject and theme that such a text tells of, by network."""


def _draw(name: str) -> NetworkBuilder:
    """Return a network of `NETWORKS`, row by row."""
    invented = NETWORKS[name]
    drawn = NetworkBuilder(invented.name, *invented.kinds)
    before = [_write_apart(code, invented.kinds) for code in invented.before]
    now = [_write_apart(code, invented.kinds) for code in invented.now]
    drawn.members(2024, before)
    drawn.members(2025, now)
    drawn.meeting("2024-03", "distanciel", "Un premier point")
    drawn.meeting(
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
    )
    drawn.meeting("2025-11-18", "distanciel")
    drawn.treated(2025, *_TREATED.get(name, ("La place des jeunes", "jeunesse")))
    drawn.told(2024)
    drawn.told(2025, _TOLD.get(name, TEXT))
    return drawn


FLEET: dict[str, Callable[[], NetworkBuilder]] = {}
"""Networks unlike each other, by the name of what is particular to each."""


def in_fleet(draw: Callable[[], NetworkBuilder]) -> Callable[[], NetworkBuilder]:
    """Add a network to the fleet, under the name of the function that draws it."""
    FLEET[draw.__name__] = draw
    return draw


@in_fleet
def one_member() -> NetworkBuilder:
    """Draw a network of one Département, which was invited once, and came."""
    drawn = NetworkBuilder("réseau des Landes", "département", representants="équipes")
    drawn.members(2024, ["Landes"])
    drawn.members(2025, ["Landes"])
    drawn.meeting("2024", "présentiel")
    drawn.meeting("2025-05-01", "présentiel", town="Dax", department="Landes", came=["Landes"])
    drawn.planned(2025, "Nos chartes", "chartes")
    drawn.treated(2025, "Ce que disent nos chartes", "chartes")
    drawn.planned(2026, "Nos chartes", "chartes")
    drawn.shared(2025, "Une journée sur place", "guide")
    return drawn


@in_fleet
def a_thousand_members() -> NetworkBuilder:
    """Draw a network of the thousand largest communes, and the year before of some more."""
    drawn = NetworkBuilder("association des mille communes", "commune", article="l’")
    towns = _list_largest_towns()
    drawn.members(2024, towns[30:1030])
    drawn.members(2025, towns[:1000])
    drawn.meeting("2025-02", "visio", came=towns[:300])
    drawn.meeting("printemps 2025", "hybride", town="Le Mans", department="72", host="72181")
    return drawn


@in_fleet
def gaps_of_years() -> NetworkBuilder:
    """Draw a federation that didn't list its members every year; some left, and some came back."""
    drawn = NetworkBuilder(
        "fédération des départements riverains", "département", article="la", contact="a@exemple.fr"
    )
    drawn.members(2019, ["Gironde", "Landes", "Gers", "Lot", "Tarn"])
    drawn.members(2020, ["Gironde", "Landes", "Gers", "Lot", "Aude"])
    drawn.members(2023, ["Gironde", "Landes", "Gers", "Tarn"])
    drawn.members(2024, ["Gironde", "Landes", "Tarn", "Aude", "Hérault"])
    drawn.members(2025, ["Gironde", "Gers", "Aude", "Hautes-Alpes"])
    drawn.left(2024, "Gers")
    drawn.left(2025, "Landes")
    drawn.meeting("2019-03-01", "présentiel", town="Auch", department="Gers", host="Gers")
    drawn.meeting("2019", "distanciel")
    drawn.meeting("2023-10", "hybride", "Se revoir", town="Auch", department="32", host="Gers")
    drawn.meeting("28/02/2025", "présentiel", end="02/03/2025", town="Les Mureaux", department="78")
    drawn.meeting("fin 2025", "présentiel", "Faire le point", town="Dax", department="40",
                  host="Landes")  # fmt: skip
    drawn.planned(2019, "Tirer au sort", "tirage au sort")
    drawn.planned(2020, "Tirer au sort", "tirage au sort")
    drawn.treated(2023, "Qui est dans la salle ?", "tirage au sort")
    drawn.planned(2023, "Nos rivières")
    drawn.planned(2024, "Écrire simplement", "langage clair")
    drawn.treated(2024, "Écrire simplement", "langage clair")
    drawn.planned(2024, "Nos forêts")
    drawn.treated(2025, "Nos forêts")
    drawn.thought(2024, "Nos dunes")
    drawn.planned(2025, "Nos dunes")
    return drawn


@in_fleet
def all_remote() -> NetworkBuilder:
    """Draw a network that only ever met at a distance, and whose members all stayed."""
    drawn = NetworkBuilder("club des métropoles", "métropole")
    members = ["Rennes Métropole", "Brest Métropole", "Dijon Métropole"]
    for year in (2023, 2024, 2025):
        drawn.members(year, members)
        drawn.meeting(f"{year}-01-20", "visio", "Nos vœux", absent=members)
    drawn.meeting("2025-09-03", "visio", kind="rencontre annuelle", came=members[:2],
                  excusé=members[2:])  # fmt: skip
    drawn.meeting("2025", "en ligne")
    drawn.planned(2026, "", form="ateliers")
    drawn.planned(2026, "L’air", "air", "ateliers")
    drawn.told(2025, "## Perspectives\n\nDes ateliers, dont un sur l’air.\n")
    return drawn


@in_fleet
def discreet() -> NetworkBuilder:
    """Draw a network that says who came, and of those who are gone only who left."""
    drawn = NetworkBuilder("groupe de l’Ouest", "département", absents="non")
    drawn.members(2023, ["Manche", "Orne", "Sarthe", "Mayenne"])
    drawn.members(2024, ["Manche", "Orne", "Sarthe", "Vendée"])
    drawn.members(2025, ["Manche", "Orne", "Vendée", "Mayenne", "Vienne"])
    drawn.left(2025, "Sarthe")
    drawn.meeting("2024-04-03", "présentiel", end="2024-04-05", town="Laval", department="53")
    drawn.meeting("2025-04", "hybride", town="Le Mans", department="72", came=["Manche", "Vienne"])
    return drawn


@in_fleet
def homonyms() -> NetworkBuilder:
    """Draw a network where a région and a Département, or two towns, share a name."""
    drawn = NetworkBuilder("réseau des îles", "région", "département", "commune")
    drawn.members(2024, ["Région Guadeloupe", "Région Réunion", "97411"])
    drawn.members(
        2025,
        ["Région Guadeloupe", "Département de la Guadeloupe", "Région Réunion", "974D", "97411",
         "93066", "Corse", "Paris"],
    )  # fmt: skip
    drawn.meeting("2025-11-04", "présentiel", town="Saint-Denis", department="974",
                  host="Région Réunion")  # fmt: skip
    drawn.meeting("2025-12-01", "hybride", town="Paris", department="75", host="Paris",
                  kind="visite", title="Visite des quais")  # fmt: skip
    drawn.told(2024)
    return drawn


@in_fleet
def overseas() -> NetworkBuilder:
    """Draw a network of the five overseas départements, none of which touches another."""
    drawn = NetworkBuilder("réseau d’outre-mer", "département", depuis="2024")
    everyone = ["Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"]
    drawn.members(2024, everyone[:2])
    drawn.members(2025, everyone)
    drawn.meeting("2025-03-01", "présentiel", town="Saint-Denis", department="974",
                  host="La Réunion", came=everyone[1:], non_invité=everyone[:1])  # fmt: skip
    drawn.meeting("2025-03-31", "distanciel", came=everyone[:3], excusé=everyone[3:])
    return drawn


@in_fleet
def neighbours() -> NetworkBuilder:
    """Draw a network where most members touch, meet often, and all that they do is noted."""
    drawn = NetworkBuilder("réseau du Midi", "département")
    occitanie = ["Ariège", "Aude", "Aveyron", "Gard", "Haute-Garonne", "Gers", "Hérault", "Lot",
                 "Lozère", "Tarn"]  # fmt: skip
    apart = ["Finistère", "Morbihan", "Haute-Corse"]
    drawn.members(2024, [*occitanie[2:], "Manche", "Vosges"])
    drawn.members(2025, [*occitanie, *apart[:2], "Corse"])
    drawn.meeting("2024-05-15", "présentiel", town="Albi", department="81", host="Tarn",
                  came=occitanie[2:])  # fmt: skip
    drawn.meeting("2025-01-14", "distanciel", came=occitanie[:6], absent=[*occitanie[6:], "Corse"],
                  non_invité=apart[:2])  # fmt: skip
    drawn.meeting("2025-03-20", "hybride", "Nos marchés", town="Foix", department="09",
                  host="Ariège", came=[*occitanie[6:], "Finistère"])  # fmt: skip
    drawn.meeting("2025-06-05", "présentiel", "Rencontres annuelles", end="2025-06-06",
                  kind="rencontre annuelle", town="Pamiers", department="09", host="Ariège",
                  came=[*occitanie, "Morbihan"], absent=["Finistère", "Corse"])  # fmt: skip
    drawn.meeting("2025-06-25", "présentiel", town="Brest", department="29", host="Gers")
    drawn.meeting("2025", "distanciel")
    drawn.meeting("2025", "distanciel")
    for subject in ("Le climat", "Les jeunes", "Le budget"):
        drawn.planned(2025, subject)
    drawn.treated(2025, "Parler du climat", "le climat")
    drawn.treated(2025, "Les jeunes")
    drawn.treated(2025, "", form="visites")
    drawn.planned(2025, "", form="marches")
    drawn.planned(2026, "Le budget")
    drawn.planned(2026, "Les jeunes", form="visites")
    drawn.shared(2024, "Carnet de route", "carnet")
    drawn.shared(2025, "Fiche : marcher ensemble", "fiche", "https://exemple.example/fiche")
    drawn.shared(2025, "Nos chartes", "recueil")
    drawn.told(2024)
    drawn.told(2025, _NEIGHBOURS)
    return drawn


@in_fleet
def communities() -> NetworkBuilder:
    """Draw a union of communautés de communes, feminine, all of which stayed."""
    drawn = NetworkBuilder("union des communautés", "communauté de communes", article="l’",
                           institution="Institut des territoires")  # fmt: skip
    members = ["200000172", "200000438", "200000545"]
    drawn.members(2024, members)
    drawn.members(2025, members)
    drawn.meeting("2024-10-01", "présentiel", town="Redon", department="35")
    drawn.meeting("2025-10-01", "présentiel", "L’eau, le sol", town="Redon", department="35",
                  host=members[0])  # fmt: skip
    drawn.told(2025, "## La phrase de l’année\n\nPartager ce qui *marche*.\n")
    return drawn


@in_fleet
def nothing_recorded() -> NetworkBuilder:
    """Draw a network of which nobody wrote down anything but its members."""
    drawn = NetworkBuilder("réseau des métropoles", "métropole")
    drawn.members(2025, ["Métropole de Nantes", "Métropole Nice Côte d'Azur"])
    return drawn


@in_fleet
def many_come() -> NetworkBuilder:
    """Draw a network that more join in a year, and that meets in more towns, than a list names."""
    drawn = NetworkBuilder("réseau des départements", "département")
    numbers = [f"{number:02}" for number in range(31, 60)]
    drawn.members(2024, ["30", *(f"{number:02}" for number in range(60, 64))])
    drawn.members(2025, numbers)
    for at, number in enumerate(numbers[:26]):
        drawn.meeting("2025", "présentiel", town=list_seats()[number], department=number,
                      absent=numbers[at:])  # fmt: skip
    for subject in range(26):
        drawn.planned(2025, f"Sujet {subject}")
    drawn.treated(2025, "Sujet 1")
    return drawn


@in_fleet
def own_name() -> NetworkBuilder:
    """Draw a network with a name of its own, whose hosts are no members, and of few dates."""
    drawn = NetworkBuilder("Ambition Loire", "département", article="l’", titre="Ambition Loire")
    drawn.members(2024, ["Loire", "Nièvre", "Cher"])
    drawn.members(2025, ["Loire", "Nièvre", "Loir-et-Cher"])
    drawn.left(2025, "Cher")
    drawn.meeting("2024-11", "présentiel", town="Nevers", department="Nièvre",
                  host="Ville de Paris", came=["Loire"])  # fmt: skip
    drawn.meeting("2025-09-30", "hybride", end="2025-10-01", town="Le Puy-en-Velay",
                  department="Haute-Loire", host="Haute-Loire", came=["Nièvre"],
                  absent=["Loire"], excusé=["Loir-et-Cher"])  # fmt: skip
    drawn.meeting("été 2025", "présentiel", "Descendre la Loire", host="Allier")
    drawn.thought(2025, "Les crues")
    drawn.treated(2025, "Les ponts")
    drawn.treated(2026, "Les crues")
    drawn.shared(2025, "Carte des ponts", "carte")
    return drawn


@cache
def list_seats() -> dict[str, str]:
    """Return the largest commune of each département."""
    towns = [find_institution(code) for code in reversed(_list_largest_towns())]
    return {town.departments[0]: town.name for town in towns}


def write(folder: Path, name: str) -> Path:
    """Write a network, of the six or of the fleet, into a folder; return the folder."""
    draw = FLEET.get(name, lambda: _draw(name))
    return draw().write(folder)


def write_of_size(folder: Path, members: int, years: int, meetings: int = 6) -> Path:
    """Write a network of the years until 2025, of départements or, if there aren't as many, towns.

    `members` and `meetings` are those of each year, which has lost and won a member. Two meetings
    in five have a host; three members in five come; of one in twenty nobody wrote down anything.
    """
    # The Collectivité européenne d’Alsace was no member before there was one.
    codes = sorted(institutions_by_code("département"))
    if 2026 - years < 2021:
        codes.remove("6AE")
    kind = "département" if members <= len(codes) else "commune"
    codes = codes if kind == "département" else _list_largest_towns()[: members + years]
    every_year = range(2026 - years, 2026)
    of_year = {
        year: [codes[(at + number) % len(codes)] for number in range(members)]
        for at, year in enumerate(every_year)
    }
    largest = {"75": "Paris", **list_seats()}
    drawn = NetworkBuilder("réseau fictif", kind)
    held, presences = drawn.rows["rencontres"], drawn.rows["presences"]
    for at in range(years * meetings):
        year, place = every_year[at // meetings], at % meetings
        meeting = f"{year}-{place + 1}"
        start = date(year, 1, 1) + timedelta(days=(2 * place + 1) * 365 // (2 * meetings))
        host = of_year[year][at % members]
        form = ["distanciel", KINDS[at % 4]]
        if at % 5 < 2:
            form = ["présentiel", "rencontre annuelle"] if at % 5 else ["hybride", KINDS[1]]
            department = find_institution(host).departments[0]
            form += [largest[department], department, host, f"Rencontre {place + 1}"]
        held.append([meeting, year, start, "", *form])
        for number, code in enumerate(of_year[year]):
            # No two meetings have the same states.
            chance = crc32(f"{at} {number}".encode()) % 20
            if chance < 19:
                here = chance < 12 or code == host
                presences.append([meeting, code, "présent" if here else "absent"])
    for year in every_year:
        drawn.members(year, of_year[year])
        drawn.told(year)
        drawn.shared(year, f"Recueil {year}", "recueil")
    for year in (*every_year, 2026):
        theme = THEMES[year % len(THEMES)]
        drawn.planned(year, f"Parlons-en : {theme}", theme)
    for year in every_year[::2]:
        theme = THEMES[year % len(THEMES)]
        drawn.treated(year, f"Parlons-en : {theme}", theme)
    return drawn.write(folder)
