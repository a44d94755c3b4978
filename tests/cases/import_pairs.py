"""What somebody did to a workbook, what was done to the data since, and what must become of both.

Each pair is played on the small network of `corpus/twin`. A change is written as one would say it:

    membres + 2025,75C                      a row more
    membres - 2024,01                      a row less; a row is named by how it begins
    rencontres 2025-1 ville = Rezé         a cell changed; nothing after the sign: emptied
    column titre of rencontres             the column taken out of the sheet (of a workbook only)
    sheet dispositifs                      the sheet taken out (of a workbook only)
    sheet sujets as Feuille 2              the sheet called otherwise (of a workbook only)
    origin                                 the hidden sheet taken out (of a workbook only)

`outcome` is what an import then does to the data, as lines of its files that come (+) and go (-);
"nothing"; "conflict N", where nothing is written before N conflicts are decided; or "refused: why".
"""

from typing import NamedTuple


class Pair(NamedTuple):
    """A workbook's changes, the data's since, and what an import must do."""

    workbook: str
    data: str
    outcome: str


R1 = "rencontres + 2025-1,2025,2025-06-19,2025-06-20,présentiel,rencontre annuelle,"
OLD1 = "rencontres - 2025-1,2025,2025-06-19,2025-06-20,présentiel,rencontre annuelle,"
TAIL = ",44,44,Retour d’expériences"
NANTES, REZE = f"Nantes{TAIL}", f"Rezé{TAIL}"

PAIRS = (
    # One of the two did nothing.
    Pair("", "", "nothing"),
    Pair("", "membres + 2025,75C", "nothing"),
    Pair("", "membres - 2024,01", "nothing"),
    Pair("", "rencontres 2025-1 ville = Rezé", "nothing"),
    Pair("", "dispositifs - 44", "nothing"),
    Pair("membres + 2025,75C", "", "membres + 2025,75C"),
    Pair("membres - 2024,01", "", "membres - 2024,01"),
    Pair("rencontres 2025-1 ville = Rezé", "", f"{OLD1}{NANTES}; {R1}{REZE}"),
    Pair("rencontres 2025-1 ville =", "", f"{OLD1}{NANTES}; {R1}{TAIL}"),
    Pair(
        "rencontres 2025-2 ville = Ancenis",
        "",
        "rencontres - 2025-2,2025,2025,,hybride,atelier,,,,; "
        "rencontres + 2025-2,2025,2025,,hybride,atelier,Ancenis,,,",
    ),
    # Both did the same.
    Pair("membres + 2025,75C", "membres + 2025,75C", "nothing"),
    Pair("membres - 2024,01", "membres - 2024,01", "nothing"),
    Pair("rencontres 2025-1 ville = Rezé", "rencontres 2025-1 ville = Rezé", "nothing"),
    Pair("rencontres 2025-1 ville =", "rencontres 2025-1 ville =", "nothing"),
    # Each did something of their own: both count.
    Pair("membres + 2025,75C", "membres + 2025,33", "membres + 2025,75C"),
    Pair("membres + 2025,75C", "membres - 2024,01", "membres + 2025,75C"),
    Pair("membres - 2024,01", "membres + 2025,33", "membres - 2024,01"),
    Pair("membres - 2024,01", "membres - 2024,20R", "membres - 2024,01"),
    Pair("membres + 2025,75C", "dispositifs - 44", "membres + 2025,75C"),
    Pair(
        "rencontres 2025-1 ville = Rezé",
        "rencontres 2025-1 titre = Bilan",
        f"{OLD1}Nantes,44,44,Bilan; {R1}Rezé,44,44,Bilan",
    ),
    Pair(
        "rencontres 2025-1 ville = Rezé",
        "rencontres + 2025-3,2025,2025-11-04,,distanciel,,,,,",
        f"{OLD1}{NANTES}; {R1}{REZE}",
    ),
    Pair(
        "rencontres + 2025-4,2025,2025-12,,distanciel,,,,,",
        "rencontres + 2025-3,2025,2025-11-04,,distanciel,,,,,",
        "rencontres + 2025-4,2025,2025-12,,distanciel,,,,,",
    ),
    Pair(
        "sujets 2025,Conseils theme = jeunesse",
        "sujets + 2025,Élus,élus,traité,",
        "sujets - 2025,Conseils des jeunes,jeunes,prévu,; "
        "sujets + 2025,Conseils des jeunes,jeunesse,prévu,",
    ),
    Pair(
        "presences - 2025-1,01; presences + 2025-1,01,excusé,",
        "presences + 2025-2,44,présent,",
        "presences - 2025-1,01,présent,2; presences + 2025-1,01,excusé,",
    ),
    Pair(
        "ressources + 2025,Fiche,,https://exemple.fr/f",
        "ressources 2025,Espace genre = site",
        "ressources + 2025,Fiche,,https://exemple.fr/f",
    ),
    # Both changed the same in two ways, or one changed what the other took out.
    Pair("rencontres 2025-1 ville = Rezé", "rencontres 2025-1 ville = Orvault", "conflict 1"),
    Pair("rencontres 2025-1 ville =", "rencontres 2025-1 ville = Orvault", "conflict 1"),
    Pair("rencontres 2025-1 ville = Rezé", "rencontres 2025-1 ville =", "conflict 1"),
    Pair(
        "rencontres 2025-1 ville = Rezé; rencontres 2025-1 titre = Un",
        "rencontres 2025-1 ville = Orvault; rencontres 2025-1 titre = Deux",
        "conflict 2",
    ),
    Pair("dispositifs - 44", "dispositifs 44 depuis = 2020", "conflict 1"),
    Pair("dispositifs 44 depuis = 2020", "dispositifs - 44", "conflict 1"),
    Pair("presences 2025-1,01 agents = 3", "presences 2025-1,01 agents = 4", "conflict 1"),
    Pair("presences - 2025-1,01", "presences 2025-1,01 agents = 4", "conflict 1"),
    Pair("membres + 2025,75C; rencontres 2025-1 ville = A", "rencontres 2025-1 ville = B",
         "conflict 1"),
    Pair(
        "rencontres + 2025-3,2025,2025-11-04,,distanciel,,,,,Un",
        "rencontres + 2025-3,2025,2025-11-04,,distanciel,,,,,Deux",
        "conflict 1",
    ),
    # A word of a key was corrected.
    Pair(
        "sujets 2025,Conseils sujet = Conseil des jeunes",
        "",
        "sujets - 2025,Conseils des jeunes,jeunes,prévu,; "
        "sujets + 2025,Conseil des jeunes,jeunes,prévu,",
    ),
    Pair(
        "sujets 2025,Conseils sujet = Conseil des jeunes",
        "sujets 2025,Conseils theme = jeunesse",
        "conflict 1",
    ),
    Pair(
        "sujets 2025,Conseils sujet = Conseil des jeunes",
        "sujets 2025,Conseils sujet = Les conseils des jeunes",
        "sujets + 2025,Conseil des jeunes,jeunes,prévu,",
    ),
    # What a workbook doesn't have says nothing.
    Pair("column titre of rencontres", "", "nothing"),
    Pair("column theme of sujets", "sujets 2025,Conseils theme = jeunesse", "nothing"),
    Pair(
        "column titre of rencontres; rencontres 2025-1 ville = Rezé",
        "",
        f"{OLD1}{NANTES}; {R1}{REZE}",
    ),
    Pair("sheet dispositifs", "", "nothing"),
    Pair("sheet dispositifs", "dispositifs - 44", "nothing"),
    Pair("sheet presences", "", "nothing"),
    Pair("sheet sujets as Feuille 2", "", "refused: has the titles of a table, and is not called"),
    # A workbook that doesn't say what it held only adds and completes.
    Pair("origin", "", "nothing"),
    Pair("origin; membres + 2025,75C", "membres + 2025,33", "membres + 2025,75C"),
    Pair("origin; membres - 2024,01", "", "nothing"),
    Pair("origin; rencontres 2025-1 ville =", "", "nothing"),
    Pair("origin; rencontres 2025-1 ville = Rezé", "", "conflict 1"),
    Pair(
        "origin; rencontres 2025-2 ville = Ancenis",
        "",
        "rencontres - 2025-2,2025,2025,,hybride,atelier,,,,; "
        "rencontres + 2025-2,2025,2025,,hybride,atelier,Ancenis,,,",
    ),
    # Each is right alone, and both together break a rule.
    Pair("presences - 2025-1,01; presences + 2025-1,01,absent,", "membres - 2025,01",
         "refused: is not a member that year"),
    Pair("membres - 2025,31", "presences + 2025-2,31,présent,",
         "refused: is not a member that year"),
    Pair("rencontres - 2025-2", "presences + 2025-2,44,présent,",
         "refused: is not a known meeting"),
    Pair("rencontres 2025-1 debut = 2025-06-20", "rencontres 2025-1 fin = 2025-06-19",
         "refused: is an end before its start"),
)  # fmt: skip
