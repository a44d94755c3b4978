"""The subjects of the example network, planned and treated, and what it made or shared.

What becomes of a subject can be followed by its theme: `publics éloignés`, `jeunesse` and
`évaluation` are put off once, then treated; `tirage au sort` twice; `ruralité` comes back without
having been announced again; `logiciels libres` is planned twice and dropped; `langues régionales`,
`label commun` and `grand âge` are planned once and dropped; `accessibilité` is put off to 2026.
"""

from example_network.package import Row

THEMES, FEEDBACKS = "séances thématiques", "retours d’expériences"
PEERS, VISITS = "codéveloppement", "visites"

# Year, then for each subject its wording, its theme and its format. No wording: a format alone.
PLANNED = (
    (2020, "Comparer nos chartes", "chartes", ""),
    (2020, "Budget participatif : les premiers pas", "budget participatif", FEEDBACKS),
    (2020, "Entendre les publics éloignés", "publics éloignés", ""),
    (2021, "", "", VISITS),
    (2021, "Entendre les publics éloignés", "publics éloignés", THEMES),
    (2021, "Jeunesse : au-delà du conseil des jeunes", "jeunesse", THEMES),
    (2021, "Participer en milieu rural", "ruralité", ""),
    (2022, "", "", FEEDBACKS),
    (2022, "Jeunesse : au-delà du conseil des jeunes", "jeunesse", THEMES),
    (2022, "Évaluer une démarche participative", "évaluation", THEMES),
    (2022, "Tirage au sort : pour qui, pour quoi ?", "tirage au sort", THEMES),
    (2022, "Langues régionales et participation", "langues régionales", ""),
    (2023, "", "", PEERS),
    (2023, "Évaluer une démarche participative", "évaluation", THEMES),
    (2023, "Tirage au sort : pour qui, pour quoi ?", "tirage au sort", THEMES),
    (2023, "Associer les habitants à la transition écologique", "transition écologique", THEMES),
    (2023, "Consulter avec des logiciels libres", "logiciels libres", FEEDBACKS),
    (2024, "", "", VISITS),
    (2024, "Tirage au sort : pour qui, pour quoi ?", "tirage au sort", THEMES),
    (2024, "Consulter avec des logiciels libres", "logiciels libres", FEEDBACKS),
    (2024, "Outre-mer : participer sur une île", "outre-mer", FEEDBACKS),
    (2024, "Un label commun à nos démarches", "label commun", ""),
    (2025, "", "", VISITS),
    (2025, "Dire ce que l’on a fait des avis", "suites données", ""),
    (2025, "Intelligence artificielle : une règle commune ?", "intelligence artificielle", THEMES),
    (2025, "Handicap : une participation accessible", "accessibilité", THEMES),
    (2025, "Le grand âge a aussi des idées", "grand âge", THEMES),
    (2026, "", "", PEERS),
    (2026, "", "", VISITS),
    (2026, "Handicap : une participation accessible", "accessibilité", THEMES),
    (2026, "Petite enfance : associer les parents", "petite enfance", THEMES),
    (2026, "Évaluation : une grille commune", "évaluation", ""),
    (2026, "Risques naturels : préparer la prochaine crise", "risques naturels", FEEDBACKS),
)
TREATED = (
    (2020, "Ce que disent nos chartes", "chartes", ""),
    (2020, "Budget participatif : les premiers pas", "budget participatif", FEEDBACKS),
    (2020, "Consulter quand on ne peut plus se réunir", "participation à distance", THEMES),
    (2021, "Parler à celles et ceux que l’on n’entend pas", "publics éloignés", THEMES),
    (2021, "Réunions hybrides : ce qui tient, ce qui casse", "participation à distance", THEMES),
    (2021, "Animer une réunion difficile", "animation", PEERS),
    (2022, "Jeunes et institutions : par où commencer ?", "jeunesse", THEMES),
    (2022, "La place des élus dans la participation", "élus", THEMES),
    (2022, "Un panel citoyen, un an après", "panels citoyens", FEEDBACKS),
    (2023, "Évaluer : que mesure-t-on vraiment ?", "évaluation", THEMES),
    (2023, "Participation et transition écologique", "transition écologique", THEMES),
    (2023, "Budgets participatifs : la troisième édition", "budget participatif", THEMES),
    (2023, "Ce que la ruralité change", "ruralité", ""),
    (2024, "Tirage au sort : qui est dans la salle ?", "tirage au sort", THEMES),
    (2024, "Participer sur une île", "outre-mer", FEEDBACKS),
    (
        2024,
        "Intelligence artificielle et contributions citoyennes",
        "intelligence artificielle",
        THEMES,
    ),
    (2025, "Lire dix mille contributions sans les trahir", "intelligence artificielle", THEMES),
    (2025, "Rendre compte", "suites données", ""),
    (2025, "Participation et risques naturels", "risques naturels", THEMES),
    (2025, "Du conseil des jeunes au budget des collèges", "jeunesse", FEEDBACKS),
    (2025, "Un panel citoyen sur l’eau", "panels citoyens", FEEDBACKS),
)
RESOURCES = (
    (2020, "Annuaire des équipes", "annuaire", ""),
    (2020, "Recueil des chartes", "recueil", "https://exemple.example/recueil-des-chartes"),
    (
        2021,
        "Fiche : réussir une réunion hybride",
        "fiche pratique",
        "https://exemple.example/fiches/reunion-hybride",
    ),
    (2021, "Glossaire de la participation", "", ""),
    (2022, "Carnet de Valence", "compte rendu", ""),
    (
        2022,
        "Douze questions à poser avant de consulter",
        "fiche pratique",
        "https://exemple.example/fiches/douze-questions",
    ),
    (2022, "Enregistrement de la séance sur les élus", "vidéo", ""),
    (
        2023,
        "Grille d’évaluation, première version",
        "outil",
        "https://exemple.example/outils/grille-d-evaluation",
    ),
    (2023, "Jeu de cartes « Ruralités »", "jeu", "https://example.org/jeux/ruralites"),
    (2024, "Guide du tirage au sort", "guide", "https://exemple.example/guides/tirage-au-sort"),
    (2024, "Modèle de convention pour un panel citoyen", "modèle", ""),
    (
        2024,
        "Participer sur une île : l’enregistrement",
        "vidéo",
        "https://example.org/videos/participer-sur-une-ile",
    ),
    (
        2025,
        "Lettres types pour rendre compte",
        "modèle",
        "https://exemple.example/modeles/rendre-compte",
    ),
    (2025, "Carte des démarches sur les risques naturels", "carte", ""),
    (
        2025,
        "Précautions à prendre avec l’intelligence artificielle",
        "fiche pratique",
        "https://exemple.example/fiches/intelligence-artificielle",
    ),
    (2025, "Lettre d’information du réseau", "lettre", "https://example.org/lettre"),
)


def subject_rows() -> list[Row]:
    """Return the rows of `sujets.csv`: by year, what was planned and then what was treated."""
    states = (("prévu", PLANNED), ("traité", TREATED))
    rows: list[Row] = [
        {"annee": str(year), "sujet": subject, "theme": theme, "etat": state, "format": form}
        for state, entries in states
        for year, subject, theme, form in entries
    ]
    return sorted(rows, key=lambda row: (row["annee"], row["etat"]))


def resource_rows() -> list[Row]:
    """Return the rows of `ressources.csv`."""
    return [
        {"annee": str(year), "titre": title, "genre": kind, "url": url}
        for year, title, kind, url in RESOURCES
    ]
