"""The institutions of the reference, in plain pandas: their names, regions, people and places."""

import json
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

import pandas as pd

from annual_report.base.project import ROOT

REFERENCE = ROOT / "data" / "reference"
MOST_NAMES = 24
"""Above this number members are counted, and not named."""
ELIDED = ("l’", "d’")


def read(name: str) -> pd.DataFrame:
    """Read a table of the reference as text."""
    return pd.read_csv(REFERENCE / f"{name}.csv", dtype="str", keep_default_na=False)


@cache
def read_sidecar(file: str) -> dict[str, Any]:
    """Read the description of a file of the reference."""
    described: dict[str, Any] = json.loads((REFERENCE / f"{file}.meta.json").read_text("utf-8"))
    return described


@cache
def departments() -> pd.DataFrame:
    """Return the départements by code, in the official order."""
    return read("departements").set_index("code")


@cache
def institutions() -> pd.DataFrame:
    """Return all institutions by code; genres, departements and territoires are lists."""
    communes = read("communes").rename(columns={"departement": "departements"})
    communes = communes.assign(genres="commune", article="")
    tables = [read("institutions"), read("intercommunalites"), communes]
    rows = pd.concat(tables, ignore_index=True).set_index("code")
    own_titles = read("titres").set_index("code")["titre"]
    rows["titre"] = own_titles.reindex(rows.index).fillna(rows["titre"]).fillna(rows["nom"])
    rows["genres"] = rows["genres"].str.split(";")
    rows["departements"] = rows["departements"].str.split()
    rows["territoires"] = rows["territoires"].fillna("").str.split()
    rows["population"] = rows["population"].astype(int)
    rows["region"] = departments()["region"].reindex(rows["departements"].str[0]).to_numpy()
    return rows


@cache
def kinds() -> pd.DataFrame:
    """Return the kinds of member by name, in the order in which pages list them."""
    return read("genres").set_index("genre")


def fold(text: str) -> str:
    """Return the letters of a text alone, without accents: the key that sorts names."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("œ", "oe"))
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def find_code(cell: str, genres: Collection[str]) -> str:
    """Return the code of a member that a cell names, by its code, name or title; else the cell."""
    number = cell.removesuffix("D")  # 76D is the Département, and not the région 76
    for code in (cell, f"{cell}C", f"{cell}R", number, aliases().get(cell, "")):
        if is_known(code) and set(fact(code, "genres")) & set(genres):
            return code
    named = find_named(cell, genres)
    if named:
        return named
    return cell


@cache
def aliases() -> dict[str, str]:
    """Return the institution of each other name that the reference knows."""
    rows = read("alias").set_index("alias")["institutions"]
    return {str(alias): code for alias, code in rows.items() if " " not in code}


@cache
def _read_names() -> dict[str, list[str]]:
    """Return the codes of all institutions by their folded names and titles."""
    codes: dict[str, list[str]] = {}
    rows = institutions()
    for column in ("nom", "titre"):
        for code, name in rows[column].items():
            codes.setdefault(fold(name), []).append(str(code))
    return codes


def find_named(cell: str, genres: Collection[str]) -> str | None:
    """Return the code of the institution of some kinds that a cell names, if a single one."""
    name, _, department = cell.partition(" (")
    found = dict.fromkeys(_read_names().get(fold(name), []))
    rows = institutions().loc[list(found)]
    rows = rows[[bool(set(each) & set(genres)) for each in rows["genres"]]]
    if department:
        rows = rows[rows["departements"].str[0] == department.rstrip(")")]
    if len(rows) == 1:
        return str(rows.index[0])
    return None


def fact(code: str, column: str) -> Any:
    """Return a value of the reference about an institution."""
    return institutions().at[code, column]


def is_known(code: str) -> bool:
    """Whether the reference has an institution; else the code is the name of an organisation."""
    return code in institutions().index


def find_kind(code: str, genres: Collection[str]) -> str:
    """Return the first of a network's kinds that a member is, else its own first."""
    if is_known(code):
        own = fact(code, "genres")
    else:
        own = ["organisation"]
    return next((kind for kind in genres if kind in own), own[0])


def find_name(code: str) -> str:
    if is_known(code):
        return str(fact(code, "nom"))
    return code


def find_title(code: str) -> str:
    if is_known(code):
        return str(fact(code, "titre"))
    return code


def find_article(code: str, name: str) -> str:
    """Return the article of a member under a name; its own name's is in the reference."""
    if is_known(code) and name == find_name(code):
        own = fact(code, "article")
        if isinstance(own, str):
            return own
    heads = read_heads()
    return heads.get(name.replace("’", " ").split(" ")[0], "")


@cache
def read_heads() -> dict[str, str]:
    """Return the article of each word that opens a title: la for Ville."""
    rows = read("mots")
    return dict(zip(rows["mot"], rows["article"], strict=True))


def join_word(word: str, name: str) -> str:
    """Put an article or a preposition before a name."""
    if word in ("", *ELIDED) or word.endswith("’"):
        return f"{word}{name}"
    return f"{word} {name}"


def sort_codes(codes: Iterable[str], genres: Collection[str] = ()) -> list[str]:
    """Sort members by kind, then départements by their number and others by their name."""
    order_of_kinds = list(kinds().index)
    order_of_departments = list(departments().index)

    def rank(code: str) -> tuple[int, int, str, str]:
        kind = find_kind(code, genres)
        if kind == "département":
            first = fact(code, "departements")[0]
            return order_of_kinds.index(kind), order_of_departments.index(first), "", code
        return order_of_kinds.index(kind), 0, fold(find_name(code)), code

    return sorted(set(codes), key=rank)


def tell_apart(codes: Iterable[str]) -> dict[str, str]:
    """Return members' names; titles where two share a name, or codes too."""
    codes = list(codes)
    names = Counter(find_name(code) for code in codes)
    titles = Counter(find_title(code) for code in codes)
    told = {}
    for code in codes:
        if names[find_name(code)] == 1:
            told[code] = find_name(code)
        elif titles[find_title(code)] == 1:
            told[code] = find_title(code)
        else:
            told[code] = f"{find_name(code)} ({code})"
    return told


def name_members(codes: Iterable[str]) -> list[str | int]:
    """Return the words of a sentence for members: each with its article, or how many they are."""
    codes = list(codes)
    if len(codes) > MOST_NAMES:
        return [len(codes), "membres"]
    told = tell_apart(codes)
    return [join_word(find_article(code, name), name) for code, name in told.items()]


def name_host(code: str) -> str:
    """Return a host by its whole name: le Département du Gers, la Ville de Paris."""
    title = find_title(code)
    return join_word(find_article(code, title), title)


def locate_town(town: str) -> str:
    """Return a town with its preposition: à Nantes, au Mans, aux Mureaux."""
    first, _, rest = town.partition(" ")
    contracted = {"Le": "au", "Les": "aux"}.get(first)
    if contracted:
        return f"{contracted} {rest}"
    return f"à {town}"


def leave_town(town: str) -> str:
    """Return a town after "de": d’Albi, du Mans."""
    first, _, rest = town.partition(" ")
    contracted = {"Le": "du", "Les": "des"}.get(first)
    if contracted:
        return f"{contracted} {rest}"
    communes = read("communes")
    words = communes.loc[communes["nom"] == town, "charniere"]
    return join_word(words.iloc[0] if len(words) else "de", town)
