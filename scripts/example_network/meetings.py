"""The meetings of the example network, year by year, in the order of their dates."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import count

from example_network.package import Row
from example_network.towns import institution_on

ANNUAL = "rencontre annuelle"
THEME = "séance thématique"
PEERS = "codéveloppement"
FEEDBACK = "retour d’expériences"
PROGRAMME = "comité de programme"
VISIT = "visite"


@dataclass(frozen=True)
class Meeting:
    """One meeting; `town` is followed by the code of its département, "Quimper 29".

    `recorded`: somebody wrote down who came. `circle`: only part of the members was invited.
    """

    start: str
    format: str
    kind: str = ""
    title: str = ""
    town: str = ""
    end: str = ""
    host_known: bool = True
    recorded: bool = True
    circle: bool = False

    @property
    def year(self) -> int:
        """The year under which the meeting is counted."""
        return int(self.start[:4])

    @property
    def code(self) -> str:
        """The code of the département where it took place, or nothing."""
        return self.town.rpartition(" ")[2]


def remote(
    start: str,
    kind: str = "",
    title: str = "",
    end: str = "",
    *,
    recorded: bool = True,
    circle: bool = False,
) -> Meeting:
    """Describe a meeting on screens only."""
    return Meeting(start, "distanciel", kind, title, end=end, recorded=recorded, circle=circle)


def in_room(
    start: str, town: str, kind: str, title: str, end: str = "", *, host_known: bool = True
) -> Meeting:
    """Describe a meeting in one place."""
    return Meeting(start, "présentiel", kind, title, town, end, host_known)


def hybrid(start: str, town: str, kind: str, title: str) -> Meeting:
    """Describe a meeting in one place and on screens."""
    return Meeting(start, "hybride", kind, title, town)


MEETINGS = (
    in_room("2020-01-30", "Orléans 45", "", "Journée de lancement"),
    remote("2020-04", "", "Un premier point à distance"),
    remote("2020-06-09", THEME, "Consulter quand on ne peut plus se réunir"),
    in_room("2020-09-24", "Quimper 29", ANNUAL, "Apprendre à se connaître", "2020-09-25"),
    remote("2020-11-17", FEEDBACK, "Un budget participatif sans urne"),
    remote("2020-12-10", PROGRAMME, "Préparer 2021"),
    #
    remote("2021"),
    remote("2021-03", THEME, "Parler à celles et ceux que l’on n’entend pas"),
    remote("2021-05-20", PEERS, "Animer une réunion difficile"),
    hybrid("2021-06-15", "Dijon 21", THEME, "Réunions hybrides : ce qui tient, ce qui casse"),
    in_room("2021-09-30", "Grenoble 38", ANNUAL, "Reprendre pied", "2021-10-01"),
    remote("2021-11-18", FEEDBACK, "Une concertation menée de marché en marché"),
    remote("2021-12-09", PROGRAMME, "Préparer 2022"),
    #
    remote("2022-01-20", THEME, "Jeunes et institutions : par où commencer ?"),
    in_room("2022-03-10", "Tours 37", "", "Une journée à mi-chemin", host_known=False),
    remote("2022-04-05", recorded=False),
    remote("2022-05", PEERS, "Par petits groupes", "2022-06", circle=True),
    hybrid("2022-06-16", "Nancy 54", THEME, "La place des élus dans la participation"),
    in_room("2022-09-22", "Valence 26", ANNUAL, "Carnets ouverts", "2022-09-23"),
    remote("2022-11-15", FEEDBACK, "Un panel citoyen, un an après"),
    remote("2022-12-08", PROGRAMME, "Préparer 2023"),
    #
    remote("2023-01-19", THEME, "Évaluer : que mesure-t-on vraiment ?"),
    remote("2023-02-14", PEERS, "Le comité qui ne se réunit plus", circle=True),
    hybrid("2023-03-23", "Montpellier 34", THEME, "Participation et transition écologique"),
    remote("2023-04", FEEDBACK, "Six mois de permanences dans les collèges"),
    in_room("2023-05-25", "Vannes 56", VISIT, "Sur la presqu’île, carte en main"),
    in_room("2023-06-22", "Pau 64", ANNUAL, "Ce que la ruralité change", "2023-06-23"),
    remote("2023-09-14", recorded=False),
    hybrid("2023-10-12", "Limoges 87", THEME, "Budgets participatifs : la troisième édition"),
    remote("2023-11-21", PEERS, "Dire non sans fermer la porte", circle=True),
    remote("2023-12-07", PROGRAMME, "Préparer 2024"),
    #
    remote("2024-01-25", FEEDBACK, "Une assemblée d’usagers des transports"),
    remote("2024-02", recorded=False),
    in_room("2024-03-21", "Grenoble 38", THEME, "Tirage au sort : qui est dans la salle ?"),
    remote("2024-04-16", PEERS, "Quand personne ne vient", circle=True),
    hybrid("2024-05-30", "Saint-Denis 974", FEEDBACK, "Participer sur une île"),
    in_room("2024-06-27", "Lille 59", ANNUAL, "Faire avec moins, faire ensemble", "2024-06-28"),
    remote(
        "2024-09-19", THEME, "Intelligence artificielle et contributions citoyennes", circle=True
    ),
    in_room("2024-11-14", "Créteil 94", VISIT, "Au pied des tours"),
    remote("2024-12-12", PROGRAMME, "Préparer 2025"),
    #
    remote("2025-01-16", THEME, "Lire dix mille contributions sans les trahir"),
    remote("2025-02-11", PEERS, "Convaincre en interne", circle=True),
    in_room("2025-03-13", "Nancy 54", VISIT, "Un quartier, trois consultations"),
    remote("2025-04-08", FEEDBACK, "Du conseil des jeunes au budget des collèges"),
    remote("2025-05", recorded=False),
    hybrid("2025-05-22", "Ajaccio 2A", THEME, "Participation et risques naturels"),
    in_room("2025-06-12", "Brest 29", ANNUAL, "Rendre compte", "2025-06-13"),
    remote("2025-09-18", FEEDBACK, "Un panel citoyen sur l’eau"),
    hybrid("2025-10-09", "Paris 75", "", "Journée ouverte aux futurs membres"),
    remote("2025-11-18", PEERS, "Reprendre une démarche en panne", circle=True),
    remote("2025-12-11", PROGRAMME, "Préparer 2026"),
)


def meeting_ids(meetings: tuple[Meeting, ...]) -> list[str]:
    """Name each meeting: `2023-04` is the fourth of 2023."""
    numbers: defaultdict[int, count[int]] = defaultdict(lambda: count(1))
    return [f"{meeting.year}-{next(numbers[meeting.year]):02d}" for meeting in meetings]


def meeting_rows(meetings: tuple[Meeting, ...]) -> list[Row]:
    """Return the rows of `rencontres.csv`."""
    return [
        {
            "rencontre": meeting_id,
            "annee": str(meeting.year),
            "debut": meeting.start,
            "fin": meeting.end,
            "format": meeting.format,
            "genre": meeting.kind,
            "ville": meeting.town.rpartition(" ")[0],
            "departement": meeting.code,
            "hote": institution_on(meeting.code) if meeting.host_known else "",
            "titre": meeting.title,
        }
        for meeting_id, meeting in zip(meeting_ids(meetings), meetings, strict=True)
    ]
