"""The few words of the package that only a network's pages have, and no phrase."""

DATA = "Les données "
"""How the caption of a figure's data begins."""
FIGURE, MEANING = "Chiffre", "Définition"
"""The heads of the table of key figures."""
FORMATS = {"présentiel": "En présentiel", "hybride": "Hybrides", "distanciel": "À distance"}
"""What a drawing calls the formats of meetings."""
SCALES = "Encarts : échelles différentes"
"""What a map says below its insets."""
