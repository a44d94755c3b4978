"""Chapter 2, the objectives and subjects: the year's prose, and what became of the plans."""

import pandas as pd

from annual_report.analysis.subjects import Promise, planned, treated, unplanned
from annual_report.edition import Edition
from annual_report.french import (
    NARROW,
    NO_BREAK,
    alike,
    capitalized,
    enumeration,
    in_words,
    plural,
)
from annual_report.page.html import Fragment, paragraph, prose, table


def objectives(edition: Edition) -> Fragment:
    """Show the year's own words on its objectives."""
    return prose(
        edition.text.objectives, f"Les objectifs de {edition.year} ne sont pas renseignés."
    )


def promise_sentence(edition: Edition) -> Fragment:
    """Say what became of the subjects that had been planned for the year."""
    found = edition.promises
    if not found:
        return paragraph(
            f"Aucun sujet précis n’est noté comme annoncé pour {edition.year}.", kind="empty"
        )
    total = len(found)
    kept = sum(promise.outcome == "treated" for promise in found)
    announced = plural(total, "sujet avait été annoncé", "sujets avaient été annoncés")
    opening = f"{capitalized(in_words(total))} {announced} pour {edition.year}"
    after = (_again(promise) for promise in found)
    if not treated(edition.network.sujets, edition.year):
        return paragraph(f"{opening}{NARROW}; la suite donnée n’est pas renseignée.", *after)
    return paragraph(f"{opening}{NARROW}; {_kept(kept, total)}.", *after)


def _kept(kept: int, total: int) -> str:
    if total == 1:
        return "il a été traité" if kept else "il n’est pas parmi les sujets que l’année rapporte"
    if kept == total:
        return "tous ont été traités"
    if kept == 0:
        return "aucun n’est parmi les sujets que l’année rapporte"
    return f"{alike(kept, total)[0]} {plural(kept, 'a été traité', 'ont été traités')}"


def _again(promise: Promise) -> str | None:
    """Say when a subject that was not treated came back."""
    quoted = f"«{NO_BREAK}{promise.subject.title}{NO_BREAK}»"
    if promise.outcome == "planned again":
        return f"{quoted} est annoncé de nouveau pour {promise.next_year}."
    if promise.outcome == "treated later":
        return f"{quoted} a été traité plus tard, en {promise.next_year}."
    return None


def subjects_table(edition: Edition) -> Fragment:
    """Show every subject planned for the year or treated in it, and what came next."""
    sujets, year = edition.network.sujets, edition.year
    promised = edition.promises
    others = unplanned(sujets, year)
    reported = bool(treated(sujets, year))
    if not promised and not others:
        return paragraph(f"Les sujets de {year} ne sont pas renseignés.", kind="empty")
    rows = [
        (
            promise.subject.title,
            f"pour {year}",
            _outcome(promise, reported=reported),
            _next(promise),
        )
        for promise in promised
    ] + [(subject.title, "—", "traité", "—") for subject in others]
    frame = pd.DataFrame(rows, columns=["Sujet", "Annoncé", f"En {year}", "Ensuite"])
    return Fragment(table(frame, f"Ce qui avait été annoncé pour {year}, et ce qui a été fait"))


def _outcome(promise: Promise, *, reported: bool) -> str:
    if promise.outcome == "treated":
        return "traité"
    return "non rapporté" if reported else "non renseigné"


def _next(promise: Promise) -> str:
    match promise.outcome:
        case "planned again":
            return f"annoncé de nouveau pour {promise.next_year}"
        case "treated later":
            return f"traité en {promise.next_year}"
        case "dropped":
            return "sans suite connue"
        case _:
            return "—"


def formats_planned(edition: Edition) -> Fragment:
    """Name the formats that had been agreed for the year, where they are recorded."""
    plans = planned(edition.network.sujets, edition.year)
    names = list(dict.fromkeys(each.format for each in plans if each.format))
    if not names:
        return paragraph()
    opening = plural(len(names), "Format annoncé", "Formats annoncés")
    return paragraph(f"{opening} pour {edition.year}{NO_BREAK}: {enumeration(names)}.")
