"""The corpus: files as people bring them, each with what must become of it.

Every case stands for one file of the small network in `corpus/twin`. It is *read*, and then gives
exactly the twin's tables; *read and remarked*; or *refused* with its row, column, value and nearest
choice. The bytes are made here and in the modules beside, as the programs named would have made
them; `python tests/cases/corpus_cases.py` writes
them to `corpus/`, and the table of them all to `docs/corpus.md`. Workbooks that LibreOffice itself
saved are in `corpus/office`, made by `tests/cases/office.py`.
"""

import unicodedata
from datetime import date, datetime

from corpus_case import (
    CORPUS,
    DOCUMENT,
    MEMBRES,
    PRESENCES,
    RENCONTRES,
    RESSOURCES,
    SUJETS,
    TEXTE,
    Refusal,
    cell_at,
    edited,
    excel,
    filled,
    membres,
    merged_year,
    packed,
    presences,
    read,
    refused,
    remarked,
    rencontres,
    title_above,
    windows,
    with_entities,
    with_separator,
)
from corpus_layouts import LAYOUTS
from corpus_settings import SETTINGS
from corpus_words import WORDS
from corpus_workbooks import WORKBOOKS

NAMES = membres(
    ("2024,01", "2024,Ain"),
    ("2024,20R", "2024,Collectivité de Corse"),
    ("2024,31", "2024,la Haute Garonne"),
    ("2024,44", "2024,La Loire Atlantique"),
    ("2025,01", "2025,l'Ain"),
    ("2025,31", "2025,HAUTE-GARONNE"),
    ("2025,44", "2025,loire atlantique"),
)
BOTH = membres(
    ("2024,01", "2024,01 - Ain"),
    ("2024,20R", "2024,Corse (20R)"),
    ("2024,31", "2024,31 Haute-Garonne"),
    ("2024,44", "2024,FR-44"),
    ("2025,01", "2025,001"),
    ("2025,31", "2025,CD 31"),
    ("2025,44", "2025,Conseil départemental de Loire-Atlantique"),
)
TITLED = RENCONTRES.replace(
    RENCONTRES.splitlines()[0],
    "Rencontre,Année,Début,Fin,Format,Genre,Ville,Département,Hôte,Titre",
)
DAY, END, FEBRUARY = "2025-06-19", "2025-06-20", "2024-02-08"

READ = [
    # --- programs
    read(
        "excel-csv",
        "Excel français : « ; », Windows-1252, CRLF",
        "rencontres.csv",
        excel(RENCONTRES),
    ),
    read(
        "excel-csv-utf8",
        "Excel « CSV UTF-8 » : « ; », BOM, CRLF",
        "rencontres.csv",
        windows(with_separator(RENCONTRES, ";")).encode("utf-8-sig"),
        said=False,
    ),
    read(
        "excel-unicode",
        "Excel « Texte Unicode » : tabulations, UTF-16",
        "rencontres.csv",
        b"\xff\xfe" + windows(with_separator(RENCONTRES, "\t")).encode("utf-16-le"),
    ),
    read(
        "utf16-big-endian",
        "UTF-16 gros-boutiste avec sa marque",
        "rencontres.csv",
        b"\xfe\xff" + RENCONTRES.encode("utf-16-be"),
    ),
    read(
        "excel-msdos",
        "Excel « CSV (MS-DOS) » : page de code 850",
        "rencontres.csv",
        windows(with_separator(RENCONTRES, ";").replace("’", "'")).encode("cp850"),
    ),
    read(
        "excel-mac",
        "Excel « CSV (Macintosh) » : Mac Roman, fins de ligne CR",
        "rencontres.csv",
        with_separator(RENCONTRES, ";").replace("\n", "\r").encode("mac_roman"),
    ),
    read(
        "portail",
        "portail de données ouvertes : « , », tout entre guillemets",
        "rencontres.csv",
        "".join(
            ",".join(f'"{cell}"' for cell in line.split(",")) + "\n"
            for line in RENCONTRES.splitlines()
        ),
        said=False,
    ),
    read(
        "tabulations",
        "tabulations, UTF-8",
        "rencontres.csv",
        with_separator(RENCONTRES, "\t"),
        said=False,
    ),
    read(
        "barres", "barres verticales", "rencontres.csv", with_separator(RENCONTRES, "|"), said=False
    ),
    read(
        "sep",
        "première ligne « sep=; »",
        "membres.csv",
        "sep=;\r\n" + windows(with_separator(MEMBRES, ";")),
        said=False,
    ),
    read(
        "macos-nfd",
        "accents décomposés (macOS)",
        "rencontres.csv",
        unicodedata.normalize("NFD", RENCONTRES),
    ),
    read("capitales", "nom de fichier en capitales", "MEMBRES.CSV", MEMBRES, said=False),
    read(
        "sans-fin-de-ligne",
        "dernière ligne sans fin de ligne",
        "membres.csv",
        MEMBRES.rstrip("\n"),
        said=False,
    ),
    # --- layout
    read("titres", "en-têtes en toutes lettres, accentués", "rencontres.csv", TITLED, said=False),
    read(
        "entete-capitales",
        "en-têtes en capitales",
        "membres.csv",
        membres(("annee,membre", "ANNEE,DEPARTEMENT")),
        said=False,
    ),
    read(
        "entete-etoiles",
        "en-têtes avec étoile et précision",
        "membres.csv",
        membres(("annee,membre", "Année *,Département (code ou nom)")),
        said=False,
    ),
    read(
        "entete-espaces",
        "espaces insécables autour des en-têtes",
        "membres.csv",
        membres(("annee,membre", "\u00a0Annee ,  D\u00e9partement\u202f")),
        said=False,
    ),
    read(
        "entete-code",
        "« Code département » pour en-tête",
        "membres.csv",
        membres(("annee,membre", "Année,Code département")),
        said=False,
    ),
    read(
        "titre-au-dessus",
        "un titre et une ligne vide au-dessus",
        "membres.csv",
        "Membres du réseau;\n;\n" + with_separator(MEMBRES, ";"),
    ),
    read(
        "deux-entetes",
        "deux lignes d’en-tête, noms puis titres",
        "membres.csv",
        membres(("annee,membre\n", "annee,membre\nAnnée,Département\n")),
    ),
    read(
        "entete-groupe",
        "en-tête de groupe, de cellules fusionnées",
        "rencontres.csv",
        "Quoi,,Quand,,Comment,,Où,,,\n" + TITLED,
    ),
    read(
        "entete-repete",
        "en-tête répété au milieu",
        "membres.csv",
        membres(("2025,01", "annee,membre\n2025,01")),
    ),
    read("total", "une ligne de total en bas", "membres.csv", MEMBRES + ",\nTotal,7\n"),
    read(
        "total-presences",
        "un total au pied des présences",
        "presences.csv",
        PRESENCES + "TOTAL 2025,,14,\n",
    ),
    read(
        "vides",
        "lignes et colonnes vides",
        "membres.csv",
        "".join(f",{line},,\n,,,,\n" for line in MEMBRES.splitlines()),
        said=False,
    ),
    read(
        "separateurs-en-trop",
        "séparateurs en trop au bout des lignes",
        "membres.csv",
        "".join(f"{line};;;;\n" for line in with_separator(MEMBRES, ";").splitlines()),
        said=False,
    ),
    read(
        "autre-ordre",
        "colonnes dans un autre ordre",
        "membres.csv",
        "".join(",".join(reversed(line.split(","))) + "\n" for line in MEMBRES.splitlines()),
        said=False,
    ),
    read(
        "colonnes-absentes",
        "colonnes facultatives absentes",
        "ressources.csv",
        RESSOURCES.replace(",genre,url", "").replace(",,", ""),
        said=False,
    ),
    read(
        "saut-de-ligne",
        "saut de ligne dans une cellule",
        "rencontres.csv",
        rencontres(("Retour d’expériences", '"Retour\nd’expériences"')),
    ),
    # --- cells
    read(
        "zeros-perdus",
        "zéros de tête perdus",
        "membres.csv",
        membres(("2024,01", "2024,1"), ("2025,01", "2025,1")),
    ),
    read("corse-minuscule", "20r en minuscule", "membres.csv", membres(("20R", "20r"))),
    read("noms", "départements par leur nom, avec article, sans tirets", "membres.csv", NAMES),
    read(
        "noms-excel",
        "les mêmes, enregistrés par Excel",
        "membres.csv",
        excel(NAMES.replace("l'", "l’")),
    ),
    read("codes-et-noms", "départements par code et nom, CD, FR-44", "membres.csv", BOTH),
    read(
        "dates-barres",
        "dates jj/mm/aaaa et mm/aaaa",
        "rencontres.csv",
        rencontres(
            (DAY, "19/06/2025"), (END, "20/6/2025"), (FEBRUARY, "8/2/2024"), ("2024-09", "09/2024")
        ),
    ),
    read(
        "dates-points",
        "dates à points et à tirets",
        "rencontres.csv",
        rencontres((DAY, "19.06.2025"), (END, "20-06-2025"), (FEBRUARY, "2024/02/08")),
    ),
    read(
        "dates-en-lettres",
        "« 19 juin 2025 », « septembre 2024 »",
        "rencontres.csv",
        rencontres(
            (DAY, "19 juin 2025"),
            (END, "vendredi 20 juin 2025"),
            (FEBRUARY, "8 févr. 2024"),
            ("2024-09", "Septembre 2024"),
        ),
    ),
    read(
        "dates-heures",
        "dates avec minuit",
        "rencontres.csv",
        rencontres((DAY, "2025-06-19 00:00:00"), (FEBRUARY, "2024-02-08T00:00:00")),
    ),
    read(
        "dates-numeros",
        "numéros de jour d’Excel",
        "rencontres.csv",
        rencontres((DAY, "45827"), (END, "45828"), (FEBRUARY, "45330")),
    ),
    read(
        "espaces",
        "espaces insécables et doublés",
        "rencontres.csv",
        rencontres(
            ("rencontre annuelle", " rencontre\u00a0 annuelle\u202f"), ("Nantes", "Nantes\u00a0")
        ),
    ),
    read("apostrophes", "apostrophes droites", "rencontres.csv", RENCONTRES.replace("’", "'")),
    read(
        "invisibles",
        "marques invisibles et de sens d’écriture",
        "rencontres.csv",
        rencontres(
            ("Nantes", "\u202eNan\u200btes\u202c"),
            ("rencontre annuelle", "rencontre\u00ad annuelle"),
        ),
    ),
    read(
        "formats-dits-autrement",
        "« PRESENTIEL », « en visio »",
        "rencontres.csv",
        rencontres(
            (",distanciel,", ",En visio,"),
            ("hybride", "Hybride "),
            (f"{FEBRUARY},,présentiel", f"{FEBRUARY},,PRESENTIEL"),
        ),
    ),
    read(
        "oui-non",
        "Oui, X, 1 pour oui",
        "presences.csv",
        presences(("01,2,oui", "01,2,X"), ("31,0,oui", "31,0,1")),
    ),
    read("vrai", "VRAI pour oui", "presences.csv", presences(("01,2,oui", "01,2,VRAI"))),
    read(
        "nombres",
        "« 2,0 » et « 012 » pour des nombres",
        "presences.csv",
        excel(presences(("01,2,oui", "01,2.0,oui"), ("44,12", "44,012"))),
    ),
    read(
        "non-communique",
        "NC, ?, - pour inconnu",
        "rencontres.csv",
        rencontres(
            (
                "2025-2,2025,2025,,hybride,atelier,,,,",
                "2025-2,2025,2025,NC,hybride,atelier,?,-,n/a,–",
            )
        ),
    ),
    read(
        "formule",
        "un titre qui commence comme une formule",
        "sujets.csv",
        edited(SUJETS, ("'+ de", "+ de")),
        said=False,
    ),
    # --- workbooks in place of a table
    read("classeur", "un classeur à la place de la table", "membres.xlsx", filled(NAMES)),
    read(
        "classeur-titre",
        "un classeur, titre fusionné au-dessus",
        "membres.xlsx",
        filled(MEMBRES, title_above),
    ),
    read(
        "classeur-dates",
        "un classeur, vraies dates",
        "rencontres.xlsx",
        filled(
            RENCONTRES,
            lambda sheet: [
                cell_at("C4", datetime(2025, 6, 19), "dd/mm/yyyy")(sheet),
                cell_at("D4", date(2025, 6, 20))(sheet),
            ],
        ),
    ),
    read(
        "classeur-mois",
        "un classeur, « sept. 2024 » devenu le 1er septembre",
        "rencontres.xlsx",
        filled(RENCONTRES, cell_at("C3", datetime(2024, 9, 1), "mmm\\-yy")),
    ),
    read(
        "classeur-nombres",
        "un classeur, codes et années en nombres",
        "membres.xlsx",
        filled(
            MEMBRES,
            lambda sheet: [
                cell_at(f"{column}{row}", int(sheet[f"{column}{row}"].value))(sheet)
                for row in range(2, 9)
                for column in "AB"
                if sheet[f"{column}{row}"].value.isdigit()
            ],
        ),
    ),
    read(
        "classeur-fusion",
        "année fusionnée sur plusieurs lignes",
        "membres.xlsx",
        filled(MEMBRES, merged_year),
    ),
    remarked(
        "classeur-deux-feuilles",
        "deux feuilles, dont une n’est pas une table",
        "membres.xlsx",
        filled(MEMBRES, lambda sheet: sheet.parent.create_sheet("Brouillon").append(["x"])),
        "was not read",
    ),
    # --- texts
    read(
        "texte-excel",
        "un texte en Windows-1252, CRLF",
        "textes/2025.md",
        windows(TEXTE).encode("cp1252"),
        said=False,
    ),
    read(
        "texte-bom",
        "un texte en UTF-8 avec BOM (Bloc-notes)",
        "textes/2025.md",
        windows(TEXTE).encode("utf-8-sig"),
        said=False,
    ),
    read(
        "texte-capitales",
        "chapitres en capitales, sans accent",
        "textes/2025.md",
        edited(
            TEXTE, ("## Objectifs", "## OBJECTIFS"), ("## Temps forts", "Temps-forts\n-----------")
        ),
        said=False,
    ),
    read(
        "texte-commentaire",
        "un commentaire dans le texte",
        "textes/2025.md",
        edited(TEXTE, ("## Objectifs\n", "## Objectifs\n\n<!-- à relire\navec le groupe -->\n")),
        said=False,
    ),
    # --- beside the tables
    read(
        "verrou-excel",
        "un verrou d’Excel à côté",
        "~$membres.xlsx",
        b"\x05Lecteur" + b" " * 47,
        said=False,
    ),
    read(
        "verrou-libreoffice",
        "un verrou de LibreOffice à côté",
        ".~lock.membres.csv#",
        ",,,,;\n",
        said=False,
    ),
    read(
        "copie",
        "une copie à côté",
        "membres - Copie.csv",
        membres(("2025,44", "2025,75")),
        said=False,
    ),
]

REFUSED = [
    # --- years and dates
    refused(
        "annee-deux-chiffres",
        "année sur deux chiffres",
        "membres.csv",
        membres(("2025,44", "25,44")),
        8,
        "annee",
        "25",
        "2025",
    ),
    refused(
        "annee-en-date",
        "année dans une cellule au format date",
        "membres.csv",
        membres(("2025,44", "1905-07-17,44")),
        8,
        "annee",
        "1905-07-17",
        "2025",
    ),
    refused(
        "annee-texte",
        "« 2025 (prév.) » pour une année",
        "membres.csv",
        membres(("2025,44", "2025 (prév.),44")),
        8,
        "annee",
        "2025 (prév.)",
        "2025",
    ),
    refused(
        "date-deux-chiffres",
        "jj/mm/aa",
        "rencontres.csv",
        rencontres((DAY, "19/06/25")),
        4,
        "debut",
        "19/06/25",
        "19/06/2025",
    ),
    refused(
        "date-mois-court",
        "« juin-25 »",
        "rencontres.csv",
        rencontres((DAY, "juin-25")),
        4,
        "debut",
        "juin-25",
        "06/2025",
    ),
    refused(
        "date-en-annee",
        "l’année 2025 dans une cellule au format date",
        "rencontres.csv",
        rencontres((DAY, "17/07/1905")),
        4,
        "debut",
        "17/07/1905",
        "2025",
    ),
    refused(
        "date-impossible",
        "31 juin",
        "rencontres.csv",
        rencontres((END, "31/06/2025")),
        4,
        "fin",
        "31/06/2025",
    ),
    refused(
        "date-americaine",
        "mois puis jour",
        "rencontres.csv",
        rencontres((DAY, "06/19/2025")),
        4,
        "debut",
        "06/19/2025",
        "19/06/2025",
    ),
    refused(
        "deux-dates",
        "« 19 et 20 juin 2025 »",
        "rencontres.csv",
        rencontres((DAY, "19 et 20 juin 2025")),
        4,
        "debut",
        "19 et 20 juin 2025",
    ),
    refused(
        "jour-faux",
        "un mauvais jour de la semaine",
        "rencontres.csv",
        rencontres((DAY, "lundi 19 juin 2025")),
        4,
        "debut",
        "lundi 19 juin 2025",
        "jeudi 19 juin 2025",
    ),
    refused(
        "numero-1904",
        "un numéro de jour compté depuis 1904 (Macintosh)",
        "rencontres.csv",
        rencontres((DAY, "44365")),
        4,
        "debut",
        "44365",
        "18/06/2021",
    ),
    refused(
        "fin-avant-debut",
        "une fin avant son début",
        "rencontres.csv",
        rencontres((END, "2025-06-18")),
        4,
        "fin",
        "2025-06-18",
    ),
    refused(
        "identifiant-date",
        "identifiant devenu « janv-25 »",
        "rencontres.csv",
        rencontres(("2025-1,", "janv-25,")),
        4,
        "rencontre",
        "janv-25",
        "2025-1",
    ),
    refused(
        "identifiant-jour",
        "identifiant devenu 01/02/2025",
        "rencontres.csv",
        rencontres(("2025-2,", "01/02/2025,")),
        5,
        "rencontre",
        "01/02/2025",
        "2025-2",
    ),
    # --- départements
    refused(
        "departement-faute",
        "une faute dans un nom",
        "membres.csv",
        membres(("2025,44", "2025,Loire Atlantic")),
        8,
        "membre",
        "Loire Atlantic",
        "Loire-Atlantique (44)",
    ),
    read("corse", "Corse", "membres.csv", membres(("20R", "Corse"))),
    read("vingt", "l’ancien code 20", "membres.csv", membres(("20R", "20"))),
    refused(
        "corse-du-sud",
        "un département de Corse, qui n’a plus d’institution à lui",
        "membres.csv",
        membres(("20R", "2A")),
        3,
        "membre",
        "2A",
        "Corse (20R)",
    ),
    refused(
        "bas-rhin",
        "un département d’Alsace, qui n’a plus d’institution à lui",
        "membres.csv",
        membres(("2025,44", "2025,67")),
        8,
        "membre",
        "67",
        "Alsace (6AE)",
    ),
    refused(
        "rhone",
        "le code 69, que deux institutions se partagent",
        "membres.csv",
        membres(("2025,44", "2025,69")),
        8,
        "membre",
        "69",
        "Rhône (69D) or Métropole de Lyon (69M)",
    ),
    refused(
        "metropole",
        "une métropole parmi les départements",
        "membres.csv",
        membres(("2025,44", "2025,Nantes Métropole")),
        8,
        "membre",
        "Nantes Métropole",
    ),
    refused(
        "code-et-nom-differents",
        "un code et un nom qui ne s’accordent pas",
        "membres.csv",
        membres(("2025,44", "2025,45 Loire-Atlantique")),
        8,
        "membre",
        "45 Loire-Atlantique",
        "Loiret (45) or Loire-Atlantique (44)",
    ),
    refused(
        "code-postal",
        "un code postal",
        "membres.csv",
        membres(("2025,44", "2025,44000")),
        8,
        "membre",
        "44000",
        "Loire-Atlantique (44)",
    ),
    refused(
        "ailleurs",
        "un lieu qui n’est pas un département",
        "membres.csv",
        membres(("2025,44", "2025,Québec")),
        8,
        "membre",
        "Québec",
    ),
    refused(
        "doublon",
        "un département deux fois la même année",
        "membres.csv",
        MEMBRES + "2025,Ain\n",
        9,
        None,
        "2025, 01",
    ),
    # --- layout
    refused(
        "colonne-inconnue",
        "une colonne inconnue",
        "membres.csv",
        membres(("membre", "departemant")),
        1,
        None,
        "departemant",
        "membre",
    ),
    refused(
        "colonne-absente",
        "une colonne obligatoire absente",
        "membres.csv",
        "".join(f"{line.split(',')[0]}\n" for line in MEMBRES.splitlines()),
        1,
        None,
        "membre",
    ),
    refused(
        "colonne-deux-fois",
        "une colonne deux fois",
        "membres.csv",
        "annee,departement,Département\n",
        1,
        None,
        "Département",
    ),
    refused(
        "colonne-sans-titre",
        "des valeurs sous une colonne sans titre",
        "membres.csv",
        membres(("2025,44", "2025,44,à vérifier")),
        8,
        "C",
        "à vérifier",
    ),
    refused(
        "virgule-non-protegee",
        "une virgule de trop dans un titre",
        "rencontres.csv",
        rencontres(("Retour d’expériences", "Retour, expériences")),
        4,
        "K",
        "expériences",
    ),
    refused(
        "cellules-fusionnees",
        "année fusionnée sur plusieurs lignes",
        "membres.csv",
        membres(("2024,20R", ",20R")),
        3,
        "annee",
    ),
    refused(
        "guillemet",
        "un guillemet jamais refermé",
        "rencontres.csv",
        rencontres(("Retour d’expériences", '"Retour d’expériences')),
        4,
    ),
    refused("vide", "un fichier vide", "membres.csv", "", 1),
    refused(
        "autre-table",
        "une autre table sous ce nom",
        "membres.csv",
        "nom du fichier;taille\na.csv;12\n",
        1,
        None,
        "nom du fichier",
    ),
    refused(
        "note-en-bas",
        "une note sous la table",
        "membres.csv",
        MEMBRES + "Source : résumé annuel,\n",
        9,
        "annee",
        "Source : résumé annuel",
    ),
    # --- encodings
    refused("utf16-sans-marque", "UTF-16 sans marque", "membres.csv", MEMBRES.encode("utf-16-le")),
    refused(
        "encodage-ambigu",
        "un seul octet, que deux encodages lisent",
        "membres.csv",
        MEMBRES.encode() + "2025,Hôte-là\n".encode("cp1252").replace(b"H\xf4te-l\xe0", b"f\x88te"),
        9,
    ),
    refused(
        "encodages-meles",
        "deux encodages dans un fichier",
        "rencontres.csv",
        RENCONTRES.encode() + "2025-3,2025,,,présentiel,,,,,\n".encode("cp1252"),
        6,
    ),
    refused(
        "deforme",
        "« prÃ©sentiel » : UTF-8 pris pour du Windows-1252",
        "rencontres.csv",
        rencontres(("2025-06-20,présentiel", "2025-06-20,prÃ©sentiel")),
        4,
        "format",
        "prÃ©sentiel",
        "présentiel",
    ),
    refused(
        "lettre-perdue",
        "« Journ?e » : une lettre perdue",
        "rencontres.csv",
        rencontres(("Journée", "Journ?e")),
        2,
        "titre",
        "Journ?e d’accueil",
    ),
    refused(
        "losange",
        "« Journ\ufffde » : une lettre perdue",
        "rencontres.csv",
        rencontres(("Journée", "Journ\ufffde")),
        2,
        "titre",
        "Journ\ufffde d’accueil",
    ),
    refused(
        "classeur-renomme", "un classeur renommé en .csv", "membres.csv", b"PK\x03\x04" + bytes(40)
    ),
    refused("pdf-renomme", "un PDF renommé en .csv", "membres.csv", b"%PDF-1.7\n"),
    # --- values
    refused(
        "demi-agent",
        "2,5 agents",
        "presences.csv",
        excel(presences(("01,2,oui", "01,2.5,oui"))).replace(b"2.5", b"2,5"),
        2,
        "agents",
        "2,5",
    ),
    refused(
        "mille",
        "« 1.000 » : mille ou un ?",
        "presences.csv",
        presences(("01,2,oui", "01,1.000,oui")),
        2,
        "agents",
        "1.000",
    ),
    refused(
        "negatif",
        "un nombre négatif",
        "presences.csv",
        presences(("01,2,oui", "01,-2,oui")),
        2,
        "agents",
        "-2",
    ),
    refused(
        "en-lettres",
        "« deux » agents",
        "presences.csv",
        presences(("01,2,oui", "01,deux,oui")),
        2,
        "agents",
        "deux",
    ),
    refused(
        "peut-etre",
        "peut-être",
        "presences.csv",
        presences(("01,2,oui", "01,2,peut-être")),
        2,
        "invite",
        "peut-être",
    ),
    refused(
        "deux-formats",
        "« présentiel et distanciel »",
        "rencontres.csv",
        rencontres(("2025,,hybride", "2025,,présentiel et distanciel")),
        5,
        "format",
        "présentiel et distanciel",
        "hybride",
    ),
    refused(
        "format-faute",
        "« hybrid »",
        "rencontres.csv",
        rencontres(("hybride", "hibride")),
        5,
        "format",
        "hibride",
        "hybride",
    ),
    refused(
        "erreur-de-formule",
        "#REF!",
        "rencontres.csv",
        rencontres(("Nantes", "#REF!")),
        4,
        "ville",
        "#REF!",
    ),
    refused(
        "adresse-script",
        "une adresse javascript:",
        "ressources.csv",
        RESSOURCES + "2025,Outil,,javascript:alert(1)\n",
        3,
        "url",
        "javascript:alert(1)",
    ),
    # --- personal data
    refused(
        "colonne-nom",
        "une colonne de noms",
        "presences.csv",
        presences(("agents,invite", "agents,Nom et prénom")),
        1,
        None,
        "Nom et prénom",
    ),
    refused(
        "colonne-courriel",
        "une colonne d’adresses",
        "membres.csv",
        membres(("annee,membre", "annee,departement,E-mail")),
        1,
        None,
        "E-mail",
    ),
    refused(
        "courriel",
        "une adresse électronique",
        "rencontres.csv",
        rencontres(("Nantes", "prenom.nom@exemple.fr")),
        4,
        "ville",
        "prenom.nom@exemple.fr",
    ),
    refused(
        "telephone",
        "un numéro de téléphone",
        "rencontres.csv",
        rencontres(("Retour d’expériences", "voir 02 40 00 00 00")),
        4,
        "titre",
        "voir 02 40 00 00 00",
    ),
    remarked(
        "civilite",
        "« Mme Exemple »",
        "rencontres.csv",
        rencontres(("Retour d’expériences", "Atelier de Mme Exemple")),
        "looks like a person’s name",
        alike=False,
    ),
    refused(
        "prenom-nom",
        "« Camille EXEMPLE » à la place d’un nombre",
        "presences.csv",
        presences(("01,2,oui", "01,Camille EXEMPLE,oui")),
        2,
        "agents",
        "Camille EXEMPLE",
    ),
    # --- rules across tables
    refused(
        "rencontre-inconnue",
        "une présence à une rencontre inconnue",
        "presences.csv",
        PRESENCES + "2025-11,31,1,\n",
        5,
        "rencontre",
        "2025-11",
    ),
    refused(
        "present-non-membre",
        "une présence d’un non-membre",
        "presences.csv",
        PRESENCES + "2025-1,75,1,\n",
        5,
        "membre",
        "75C",
    ),
    refused(
        "annee-sans-membres",
        "une rencontre d’une année sans membres",
        "rencontres.csv",
        rencontres(("2025-2,2025,", "2025-2,2052,")),
        5,
        "annee",
        "2052",
        "2025",
    ),
    # --- workbooks
    refused(
        "classeur-formule",
        "une formule sans résultat",
        "membres.xlsx",
        filled(MEMBRES, cell_at("B8", "=B7+13")),
        8,
    ),
    refused("classeur-abime", "un classeur coupé", "membres.xlsx", filled(MEMBRES)[:2000]),
    refused(
        "classeur-protege",
        "un classeur protégé par mot de passe",
        "membres.xlsx",
        b"\xd0\xcf\x11\xe0" + bytes(600),
    ),
    refused(
        "classeur-entites",
        "un classeur piégé d’entités XML",
        "membres.xlsx",
        packed(with_entities(filled(MEMBRES))),
    ),
    refused(
        "classeur-bombe",
        "un classeur qui se déplie en 50 Mo",
        "membres.xlsx",
        packed({"xl/workbook.xml": b" " * 50_000_000}),
    ),
    # --- texts
    refused(
        "texte-chapitre",
        "un chapitre inconnu",
        "textes/2025.md",
        edited(TEXTE, ("## Perspectives", "## Perspective")),
        15,
        None,
        "Perspective",
        "Perspectives",
    ),
    refused(
        "texte-avant",
        "du texte avant le premier chapitre",
        "textes/2025.md",
        "Bonjour\n\n" + TEXTE,
        1,
    ),
    refused(
        "texte-temps-fort",
        "un temps fort sans titre",
        "textes/2025.md",
        edited(TEXTE, ("### Deux jours", "Deux jours")),
        7,
    ),
    refused(
        "texte-commentaire-ouvert",
        "un commentaire jamais refermé",
        "textes/2025.md",
        TEXTE + "\n<!-- à relire\n",
        19,
    ),
]

CASES = [*READ, *LAYOUTS, *WORKBOOKS, *WORDS, *SETTINGS, *REFUSED]
ORDER = ("lu", "signalé", "refusé")


def table() -> str:
    """Return the corpus as a table in Markdown."""
    office = sorted((CORPUS / "office").iterdir())
    counts = {each: sum(case.outcome == each for case in CASES) for each in ORDER}
    counts["lu"] += len(office)
    lines = [
        "# Les fichiers que l’on apporte vraiment",
        "",
        "Chaque fichier de `tests/corpus/` est lu exactement comme son jumeau propre, lu et "
        "signalé, ou refusé avec sa ligne, sa colonne, sa valeur et le remède. Ce tableau est "
        "écrit par `python tests/cases/corpus_cases.py`, et `tests/reading/test_corpus.py` le "
        "vérifie. Un `datapackage.json` est celui du jumeau, à une ligne près.",
        "",
        "| ce que devient un fichier | nombre |",
        "| --- | --- |",
        f"| lu comme son jumeau | {counts['lu']} |",
        f"| lu, et signalé | {counts['signalé']} |",
        f"| refusé | {counts['refusé']} |",
        f"| en tout | {sum(counts.values())} |",
        "",
        "| cas | fichier | ce qu’il devient |",
        "| --- | --- | --- |",
    ]
    for case in sorted(CASES, key=lambda case: ORDER.index(case.outcome)):
        where = _where(case.refusal) if case.refusal else ""
        file = case.path.name if case.is_kept else case.file
        lines.append(f"| {case.about} | `{file}` | {case.outcome}{where} |")
    lines += [f"| enregistré par LibreOffice | `office/{path.name}` | lu |" for path in office]
    return "\n".join(lines) + "\n"


def _where(refusal: Refusal) -> str:
    parts = []
    if refusal.row:
        parts.append(f"ligne {refusal.row}")
    if refusal.column:
        parts.append(f"colonne {refusal.column}")
    if refusal.nearest:
        parts.append(f"proposé\u00a0: {_in_french(refusal.nearest)}")
    return f" ({', '.join(parts)})" if parts else ""


def _in_french(nearest: str) -> str:
    told = nearest.replace(" or ", " ou ").replace("an empty cell", "une case vide")
    return told.replace("no row", "pas de ligne")


if __name__ == "__main__":
    for case in CASES:
        if case.is_kept:
            case.path.write_bytes(case.content)
    DOCUMENT.write_text(table(), encoding="utf-8", newline="\n")
