"""The official geography: names, grammar, regions, populations, borders and outlines.

It reads `data/reference/`, which `scripts/rebuild_reference.py` makes, and nothing heavier than
the standard library. Each file has a sidecar `NAME.meta.json`: title, producer, licence, vintage,
origin, what was done to it, and the file's SHA-256.

`departements.csv`: the 101 départements in the order of their codes, Corse between 19 and 21,
overseas last. Names take the typographic apostrophe ("Côtes-d’Armor"), as the reports print it,
where the official code has the straight one.

    code,nom,article,charniere,locatif,code_region,region,population
    40,Landes,les,des,dans les Landes,75,Nouvelle-Aquitaine,433570

`voisins.csv`: two columns, `code,voisin`; each border is there both ways.

`contours.json`: everything that a map draws, in one plane: x to the right, y upwards, 1 unit is
1 km in métropole, all coordinates from 0 to `largeur` and `hauteur`.

    formes    code, encart (the name of its inset, or null), anneaux, point
    encarts   nom, echelle (units per km), cadre [x0, y0, x1, y1], etiquette [x, y]

A ring of `anneaux` is closed (first point = last) and turns anticlockwise, clockwise if it is a
hole. `point` is well inside the largest part: labels and markers go there. `etiquette` is the
middle of the top of the inset's name. Paris and its three neighbours are drawn twice, in
métropole and in their inset. Corse is nearer than it is, and has no inset.
"""

import csv
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

FOLDER = Path(__file__).resolve().parent.parent / "data" / "reference"

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Point, ...]
Box: TypeAlias = tuple[float, float, float, float]

# What may stand before a name once it is folded: "département de la", "le", "d", "l".
LEADING_WORDS = re.compile(
    r"(?:(?:le )?departement )?(?:(?:de la|de l|du|des|de|d|la|le|les|l) )?(?=.)"
)
CLOSE_ENOUGH = 0.7
# Regions that "en" does not introduce.
REGION_LOCATIVES = {
    "Grand Est": "dans le Grand Est",
    "Hauts-de-France": "dans les Hauts-de-France",
    "La Réunion": "à La Réunion",
    "Mayotte": "à Mayotte",
    "Pays de la Loire": "dans les Pays de la Loire",
}


@dataclass(frozen=True)
class Department:
    """A département and the words that go with its name; `article` is empty for Paris."""

    code: str
    name: str
    article: str
    of: str
    locative: str
    region_code: str
    region: str
    population: int

    @property
    def with_article(self) -> str:
        """As in an enumeration: l’Aude, la Charente, Paris."""
        return _glued(self.article, self.name)

    @property
    def of_name(self) -> str:
        """As a complement: de l’Aude, d’Ille-et-Vilaine, des Landes, de La Réunion."""
        return _glued(self.of, self.name)


@dataclass(frozen=True)
class Shape:
    """An outline to draw; `inset` names the inset that it belongs to, None in métropole."""

    code: str
    inset: str | None
    rings: tuple[Ring, ...]
    point: Point


@dataclass(frozen=True)
class Inset:
    """A framed part of the map at a scale of its own."""

    name: str
    scale: float
    frame: Box
    label: Point


@dataclass(frozen=True)
class Outlines:
    """The whole map."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    insets: tuple[Inset, ...]


@dataclass(frozen=True)
class Source:
    """Where a file of the reference comes from; `attribution` is the line to print."""

    file: str
    title: str
    producer: str
    licence: str
    licence_url: str
    vintage: str
    attribution: str


@cache
def departments() -> Mapping[str, Department]:
    """Return the 101 départements by code, in the official order."""
    rows = _rows("departements.csv")
    return MappingProxyType(
        {
            row["code"]: Department(
                code=row["code"],
                name=row["nom"],
                article=row["article"],
                of=row["charniere"],
                locative=row["locatif"],
                region_code=row["code_region"],
                region=row["region"],
                population=int(row["population"]),
            )
            for row in rows
        }
    )


@cache
def neighbours() -> Mapping[str, frozenset[str]]:
    """Return the codes that share a border with each département: none overseas."""
    found: dict[str, set[str]] = {code: set() for code in departments()}
    for row in _rows("voisins.csv"):
        found[row["code"]].add(row["voisin"])
    return MappingProxyType({code: frozenset(others) for code, others in found.items()})


@cache
def outlines() -> Outlines:
    """Return the outlines to draw, in the order of the codes, insets last."""
    drawing = json.loads((FOLDER / "contours.json").read_text(encoding="utf-8"))
    return Outlines(
        width=drawing["largeur"],
        height=drawing["hauteur"],
        shapes=tuple(
            Shape(
                code=shape["code"],
                inset=shape["encart"],
                rings=tuple(tuple((x, y) for x, y in ring) for ring in shape["anneaux"]),
                point=tuple(shape["point"]),
            )
            for shape in drawing["formes"]
        ),
        insets=tuple(
            Inset(
                name=inset["nom"],
                scale=inset["echelle"],
                frame=tuple(inset["cadre"]),
                label=tuple(inset["etiquette"]),
            )
            for inset in drawing["encarts"]
        ),
    )


@cache
def sources() -> tuple[Source, ...]:
    """Return where each file comes from, in the order of the files' names."""
    found = []
    for path in sorted(FOLDER.glob("*.meta.json")):
        sidecar = json.loads(path.read_text(encoding="utf-8"))
        found.append(
            Source(
                file=sidecar["fichier"],
                title=sidecar["titre"],
                producer=sidecar["producteur"],
                licence=sidecar["licence"]["nom"],
                licence_url=sidecar["licence"]["url"],
                vintage=sidecar["millesime"],
                attribution=sidecar["attribution"],
            )
        )
    return tuple(found)


def in_region(name: str) -> str:
    """Say where a region is: en Bretagne, dans le Grand Est, à Mayotte."""
    return REGION_LOCATIVES.get(name, f"en {name}")


def find_department(text: str) -> Department | None:
    """Find a département by its code or its official name, however it is spelt.

    Case, accents, apostrophes, hyphens, "St" and the words before the name don't matter. "1" is
    01 whose zero a spreadsheet lost. Anything else, "Rhin" or "Haute", is None: nothing is guessed.
    """
    code = text.strip().upper()
    found = departments().get(code.zfill(2) if len(code) == 1 else code)
    return found or _by_name().get(_bare(text).replace(" ", ""))


def nearest_department(text: str) -> Department | None:
    """Suggest the département whose name looks most like `text`, None if none looks like it."""
    import difflib  # only someone's slip needs it

    names = {_bare(department.name): department for department in departments().values()}
    close = difflib.get_close_matches(_bare(text), names, n=1, cutoff=CLOSE_ENOUGH)
    return names[close[0]] if close else None


@cache
def _by_name() -> Mapping[str, Department]:
    """Index départements by bare name without spaces: "Val dOise" is common too."""
    return {_bare(each.name).replace(" ", ""): each for each in departments().values()}


def _bare(text: str) -> str:
    """Reduce a name to lower-case ASCII words, without what may stand before it."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", " ", plain).strip()
    return LEADING_WORDS.sub("", re.sub(r"\bst\b", "saint", words), count=1)


def _glued(word: str, name: str) -> str:
    """Put a word before a name, with a space unless it is elided."""
    return f"{word}{name}" if not word or word.endswith("’") else f"{word} {name}"


def _rows(name: str) -> list[dict[str, str]]:
    """Read a table of the reference."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
