"""The corpus, what a descriptor says: settings misplaced, said twice, or that could take long."""

import json
from typing import Any

from corpus_case import edited, refused, remarked, twin

DESCRIPTOR = twin("datapackage.json")
FILE = "datapackage.json"


def said(*edits: tuple[str, str]) -> str:
    return edited(DESCRIPTOR, *edits)


def pattern(expression: str) -> str:
    """Return the descriptor with a pattern that the towns are held against."""
    content: dict[str, Any] = json.loads(DESCRIPTOR)
    meetings = next(each for each in content["resources"] if each["name"] == "rencontres")
    towns = next(each for each in meetings["schema"]["fields"] if each["name"] == "ville")
    towns["constraints"] = {"pattern": expression}
    return json.dumps(content)


def table(name: str, **more: Any) -> str:
    content: dict[str, Any] = json.loads(DESCRIPTOR)
    next(each for each in content["resources"] if each["name"] == name).update(more)
    return json.dumps(content)


SETTINGS = [
    refused(
        "seuil-racine",
        "« seuil » à la racine",
        FILE,
        said(('"resources": [', '"seuil": 5, "resources": [')),
    ),
    refused(
        "seuil-racine-casse",
        "« Seuil » à la racine",
        FILE,
        said(('"resources": [', '"Seuil": 5, "resources": [')),
    ),
    refused("seuil-table", "« seuil » dans une table", FILE, table("presences", seuil=5)),
    refused(
        "fictif-racine",
        "« fictif » à la racine",
        FILE,
        said(('"resources": [', '"fictif": true, "resources": [')),
    ),
    refused(
        "reseau-casse",
        "« Reseau » au lieu de « reseau »",
        FILE,
        said(('"reseau": {', '"Reseau": {')),
    ),
    refused(
        "reseau-accent",
        "« réseau » à côté de « reseau »",
        FILE,
        said(('"reseau": {', '"réseau": {"seuil": 5}, "reseau": {')),
    ),
    refused(
        "seuil-deux-fois",
        "« seuil » deux fois",
        FILE,
        said(('"seuil": 0', '"seuil": 5, "seuil": 0')),
    ),
    refused(
        "reseau-deux-fois",
        "« reseau » deux fois",
        FILE,
        said(('"reseau": {', '"reseau": {"nom": "x", "seuil": 5}, "reseau": {')),
    ),
    refused(
        "tables-deux-fois",
        "« resources » deux fois",
        FILE,
        said(('"resources": [', '"resources": [], "resources": [')),
    ),
    refused("seuil-negatif", "un seuil négatif", FILE, said(('"seuil": 0', '"seuil": -5'))),
    refused("seuil-immense", "un seuil de 10 000", FILE, said(('"seuil": 0', '"seuil": 10000'))),
    refused("seuil-texte", "un seuil entre guillemets", FILE, said(('"seuil": 0', '"seuil": "5"'))),
    refused("seuil-decimal", "un seuil de 2,5", FILE, said(('"seuil": 0', '"seuil": 2.5'))),
    refused("seuil-nan", "un seuil NaN", FILE, said(('"seuil": 0', '"seuil": NaN'))),
    refused("seuil-nul", "un seuil null", FILE, said(('"seuil": 0', '"seuil": null'))),
    refused("reglage-inconnu", "« seuils », inconnu", FILE, said(('"seuil": 0', '"seuils": 5'))),
    refused(
        "nom-deforme",
        "un nom de réseau déformé",
        FILE,
        said(('"nom": "réseau jumeau"', '"nom": "rÃ©seau jumeau"')),
    ),
    refused(
        "nom-null",
        "un réseau nommé « null »",
        FILE,
        said(('"nom": "réseau jumeau"', '"nom": "null"')),
    ),
    refused("motif-lent", "un motif comme (a+)+$", FILE, pattern("(a+)+$")),
    refused("motif-choix", "un motif comme (a|aa)*b", FILE, pattern("(a|aa)*b")),
    refused("motif-trois", "un motif comme .*.*.*x", FILE, pattern(".*.*.*x")),
    refused("motif-options", "trente « a? » de suite", FILE, pattern("a?" * 30 + "a" * 30)),
    refused("motif-renvoi", "un motif avec un renvoi", FILE, pattern(r"(.*)\1")),
    refused("motif-faux", "un motif jamais refermé", FILE, pattern("(a")),
    refused("json-faux", "une virgule de trop", FILE, said(('"seuil": 0', '"seuil": 0,')), 16),
    refused("json-profond", "cent mille crochets", FILE, "[" * 100_000),
    refused("json-immense", "un descripteur de 2 Mo", FILE, DESCRIPTOR + " " * 2_000_000),
    refused("json-utf16", "un descripteur en UTF-16", FILE, DESCRIPTOR.encode("utf-16")),
    refused("json-liste", "une liste au lieu d’un objet", FILE, "[]"),
    remarked(
        "propriete-inconnue",
        "une propriété que rien ne lit",
        FILE,
        said(('"resources": [', '"auteur": "x", "resources": [')),
        "is not a property that is read",
    ),
]
