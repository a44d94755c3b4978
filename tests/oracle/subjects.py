"""Announced subjects, treated subjects, and the outcome of each announcement."""

from typing import Any

import pandas as pd

from oracle.files import Files, list_rows
from oracle.reference import MOST_NAMES, fold
from oracle.registry import Answer, Asked, tells
from oracle.sentences import Facts
from oracle.words import agree, is_said_in, quote

Subject = Any
"""A row of `sujets.csv` with its theme."""


def list_subjects(files: Files) -> list[Subject]:
    """Return the rows that name a subject, each with the theme in the first spelling.

    A row without theme has the theme of a row with the same subject, or else that subject.
    """
    rows = files.sujets[files.sujets["sujet"] != ""]
    given = rows[rows["theme"] != ""].drop_duplicates("sujet")
    themes = dict(zip(given["sujet"].map(fold), given["theme"], strict=True))
    spelt: dict[str, str] = {}
    named = []
    for row in list_rows(rows):
        theme = row.theme or themes.get(fold(row.sujet), row.sujet)
        named.append(spelt.setdefault(fold(theme), theme))
    return list_rows(rows.assign(theme=named))


def find_next(files: Files, plan: Subject) -> Any:
    """Return the row that answers a plan, of the same year or a later year; else None."""
    later = [
        row
        for row in list_subjects(files)
        if row.theme == plan.theme
        and row.etat != "envisagé"
        and (row.annee > plan.annee or (row.annee == plan.annee and row.etat == "traité"))
    ]
    return min(later, key=lambda row: (row.annee, row.etat), default=None)


def list_titles(files: Files, year: int, *states: str) -> list[Subject]:
    return [row for row in list_subjects(files) if row.annee == year and row.etat in states]


@tells("sujets_traites")
def list_treated(asked: Asked) -> Answer:
    treated = list_titles(asked.files, asked.year, "traité")
    if treated:
        return [row.sujet for row in treated]
    if asked.files.chapter(asked.year, "Objectifs"):
        return []
    return [asked.year]


@tells("sujets_suites")
def tell_outcomes(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    announced = list_titles(files, year, "prévu")
    kept = [plan for plan in announced if _is_kept(files, plan)]
    told: Facts = []
    if len(announced) == 1:
        told += [1, year, quote([announced[0].sujet])]
        if kept:
            title = find_next(files, kept[0]).sujet
            told.append("Il a été traité")
            if title != announced[0].sujet:
                told += ["sous le titre", quote([title])]
    elif announced:
        told += [len(announced), "sujets étaient annoncés", year]
        if kept:
            number: Facts = [len(kept)]
            if len(kept) == len(announced):
                number = ["tous"]
            verb = agree(len(kept), "a été traité", "ont été traités")
            titles = [find_next(files, plan).sujet for plan in kept]
            told += [number, verb, quote(titles)]
    told += _tell_later(files, year, alone=len(announced) == 1)
    return told


def _is_kept(files: Files, plan: Subject) -> bool:
    then = find_next(files, plan)
    return then is not None and then.annee == plan.annee


def _tell_later(files: Files, year: int, *, alone: bool) -> Facts:
    """Return the later outcomes of a year's plans, and then of the ideas."""
    groups: dict[tuple[str, str, int], list[str]] = {}
    for plan in list_titles(files, year, "prévu", "envisagé"):
        then = find_next(files, plan)
        if then is not None and then.annee > year:
            groups.setdefault((plan.etat, then.etat, then.annee), []).append(plan.sujet)
    told: Facts = []
    # Announced again comes before treated, an earlier year before a later one.
    for (state, outcome, then_year), titles in sorted(groups.items()):
        if state == "prévu":
            if alone:
                told += []
            else:
                told += quote(titles)
            again = agree(len(titles), "revient au programme", "reviennent au programme")
            treated = agree(len(titles), "a été traité", "ont été traités")
            told += [again if outcome == "prévu" else treated, then_year]
    for (state, outcome, then_year), titles in sorted(groups.items()):
        if state == "envisagé" and outcome == "prévu":
            told += [year, files.the_network(), quote(titles)]
            told += [agree(len(titles), "le thème est", "les thèmes sont"), then_year]
    return told


@tells("ressources")
def list_resources(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    text = files.chapter(year, "Objectifs") + files.chapter(year, "Temps forts")
    told: Facts = []
    for row in list_rows(files.ressources[files.ressources["annee"] == year]):
        if row.url or not is_said_in(row.titre, text):
            told.append(row.titre)
            if row.genre and not is_said_in(row.genre, row.titre):
                told.append(row.genre)
    return told


@tells("annonces")
def list_announced(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year + 1
    rows = files.sujets[(files.sujets["annee"] == year) & (files.sujets["etat"] == "prévu")]
    text = files.chapter(asked.year, "Perspectives")
    alone = rows.loc[rows["sujet"] == "", "format"]
    named = [title for title in [*rows["sujet"], *alone] if title]
    if text and all(is_said_in(title, text) for title in named):
        return []
    if rows.empty:
        return [year]
    told: Facts = []
    if text:
        told = [year]
    for format_, titles in rows.groupby("format", sort=False)["sujet"]:
        head = str(format_) or "Autres sujets"
        told += [head[:1].upper() + head[1:], [title for title in titles if title]]
    return told


@tells("suites")
def follow_themes(asked: Asked) -> Answer:
    files = asked.files
    year = asked.year
    planned = [row.theme for row in list_titles(files, year, "prévu", "envisagé")]
    treated = [row.theme for row in list_titles(files, year, "traité")]
    following = [row.theme for row in list_titles(files, year + 1, "prévu")]
    again = [theme for theme in dict.fromkeys([*planned, *treated]) if theme in following]
    told: Facts = []
    if treated:
        noted = agree(
            len(treated), "sujet est noté comme traité", "sujets sont notés comme traités"
        )
        told += [len(treated), noted, year]
    if following:
        verb = agree(len(following), "est annoncé", "sont annoncés")
        if treated:
            noun = []
        else:
            noun = [agree(len(following), "sujet", "sujets")]
        told += [len(following), noun, verb, year + 1]
    if again:
        told += [len(again), agree(len(again), "thème revient", "thèmes reviennent")]
        told += [year + 1, again]
    rows = files.sujets
    bare = rows[(rows["annee"] == year + 1) & (rows["etat"] == "prévu") & (rows["sujet"] == "")]
    formats = [each for each in bare["format"] if each]
    if formats:
        told += [agree(len(formats), "Format annoncé", "Formats annoncés"), year + 1, formats]
    return told


@tells("themes_annonces")
def follow_announced(asked: Asked) -> Answer:
    files = asked.files
    last = asked.year
    rows = pd.DataFrame(list_subjects(files), columns=files.sujets.columns)
    rows = rows[rows["etat"] != "envisagé"].sort_values(["annee", "theme", "etat"])
    is_announced = rows["etat"] == "prévu"
    announced = list(dict.fromkeys(rows.loc[is_announced & (rows["annee"] <= last), "theme"]))
    if not announced:
        return []
    treated = set(rows.loc[rows["etat"] == "traité", "theme"])
    kept = [theme for theme in announced if theme in treated]
    years_of = {
        theme: sorted(set(rows.loc[is_announced & (rows["theme"] == theme), "annee"]))
        for theme in announced
    }
    again = [theme for theme in announced if len(years_of[theme]) > 1]
    noted = set(files.sujets["annee"])
    has_gaps = any(year not in noted for year in range(files.years[0], last + 1))
    told: Facts = [*(["moins"] * has_gaps), len(announced)]
    told += [agree(len(announced), "sujet a été annoncé", "sujets ont été annoncés"), last]
    if kept:
        verb = agree(len(kept), "est noté comme traité", "sont notés comme traités")
        told += [_tell_how_many(len(kept), len(announced), has_gaps), verb]
    if again:
        verb = agree(len(again), "a été annoncé", "ont été annoncés")
        told += [_tell_how_many(len(again), len(announced), has_gaps)]
        if has_gaps:
            told += ["moins"]
        told += [verb]
    missed = [theme for theme in announced if theme not in treated]
    if len(missed) <= MOST_NAMES:
        order = rows.drop_duplicates("theme")["theme"]
        told += [[f"« {theme} »", years_of[theme]] for theme in order if theme in missed]
    return told


def _tell_how_many(number: int, among: int, has_gaps: bool) -> Facts:
    """Return a number of announced subjects, or all of them if no year may have others."""
    if number == among and not has_gaps:
        return [agree(among, "il", "tous")]
    return [number]
