"""The few words of the package that only a network's pages have, and no phrase."""

TAKE_FIGURES = "Télécharger tous les chiffres"
DATA = "Les données "
"""How the caption of a figure's data begins."""
FIGURES_OF = "Les chiffres clés de "
FIGURE, UNIT, CHANGE, MEANING = "Chiffre", "Unité", "Évolution", "Définition"
NONE_OF = "Chiffres à zéro : "
"""What stands before the key figures of which there were none."""
LATER = "calculée à la publication"
"""What stands for a page's fingerprint until it is exported."""
MORE_NAMES = "et 999 autres dans le résumé"
"""The longest end of a list of names that is cut."""
FORMATS = {"présentiel": "En présentiel", "hybride": "Hybrides", "distanciel": "À distance"}
"""What a drawing calls the formats of meetings."""
SCALES = "Encarts : échelles différentes"
"""What a map says below its insets."""
UNDATED = " dans l’année, sans date précise"
AT_LEAST = "au moins {}"
TOO_FEW = (
    "« — » sous une année : chiffre non donné, faute de données suffisantes "
    "(dix cas au moins pour une part ou un taux)."
)
"""What says why a key figure isn't given."""
