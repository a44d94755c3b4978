"""The page of a département: the meetings held there, its attendance, and its schemes.

`code` is that of the département; `met_at` is what `measures.met_at` returns for it, and
`attendance_of` what `measures.attendance_of` does.
"""

import pandas as pd
from markupsafe import Markup

from annual_report.french import capitalized, phrase
from annual_report.sentences.attendance import held_back_note
from annual_report.sentences.fragment import NOTHING, Fragment, paragraph
from annual_report.territories.institutions import institution


def met_at(met_at: pd.DataFrame, code: str) -> Fragment:
    """Say how many meetings it hosted, and how many were held there at the call of another."""
    if met_at.empty:
        return paragraph(
            phrase(
                "{who:les} {who:n’a|n’ont} accueilli aucune rencontre dont l’hôte ou le lieu est "
                "renseigné.",
                who=[code],
            )
        )
    hosted = int(met_at["host"].eq(code).sum())
    unnamed = int(met_at["host"].isna().sum())
    where = institution(code).locative
    return paragraph(
        phrase("{who:les} {who:a|ont} accueilli {n:# rencontre|rencontres}.", who=[code], n=hosted)
        if hosted
        else None,
        _held(unnamed, f"{where}, sans que l’hôte soit renseigné"),
        _held(len(met_at) - hosted - unnamed, f"{where}, à l’invitation d’un autre département"),
    )


def _held(amount: int, how: str) -> str | None:
    if not amount:
        return None
    return phrase(
        "{n:f} {n:rencontre s’est tenue|rencontres se sont tenues} {how}.", n=amount, how=how
    )


def met_at_table(met_at: pd.DataFrame) -> pd.DataFrame:
    """Return what a table of the meetings shows: title, year, start, end, format, town, host.

    A meeting without title goes by its kind; `host` is a name.
    """
    kind = met_at["kind"].map(capitalized, na_action="ignore").fillna("Rencontre")
    host = met_at["host"].map(lambda code: institution(code).name, na_action="ignore")
    found = met_at.assign(title=met_at["title"].fillna(kind), host=host)
    return found[["title", "year", "start", "end", "format", "town", "host"]]


def met_at_caption(code: str) -> str:
    """Head the table of the meetings."""
    return f"Les rencontres {institution(code).locative}"


def attendance(attendance_of: pd.DataFrame, code: str) -> Fragment:
    """Say how often it came, over all its years that record attendance."""
    if attendance_of.empty:
        return NOTHING
    present, known = int(attendance_of["présent"].sum()), int(attendance_of["known"].sum())
    if not known:
        return paragraph("Ni ses présences ni ses absences ne sont renseignées.", kind="empty")
    if known == 1:
        came = "a été suivie" if present else "n’a pas été suivie"
        return paragraph(f"La seule invitation dont la suite est renseignée {came} d’une présence.")
    template = (
        "{who:les} {who:a|ont} pris part à {present:# rencontre|rencontres} sur les {known:d} où "
        "sa venue est renseignée, soit {share:%}."
        if present
        else "{who:les} {who:n’a|n’ont} pris part à aucune des {known:d} rencontres où sa venue "
        "est renseignée."
    )
    return paragraph(
        phrase(template, who=[code], present=present, known=known, share=present / known)
    )


def attendance_note(attendance_of: pd.DataFrame, threshold: int) -> str | None:
    """Say which numbers of agents the table doesn't give, if there are some."""
    return held_back_note(threshold) if attendance_of["masked"].any() else None


def no_schemes(schemes: pd.DataFrame, code: str) -> Fragment:
    """Say that none of its participatory schemes is recorded, where none is."""
    if len(schemes):
        return NOTHING
    return paragraph(
        f"Les dispositifs {institution(code).of_name} ne sont pas renseignés.", kind="empty"
    )


def schemes_caption(code: str) -> str:
    """Head the table of the schemes."""
    return f"Les dispositifs {institution(code).of_name}"


def linked(schemes: pd.DataFrame) -> pd.DataFrame:
    """Return the schemes with their names leading to their addresses, where these are recorded.

    Columns: dispositif (markup), genre, depuis.
    """
    link = Markup('<a href="{}" rel="noreferrer">{}</a>')
    names = [
        name if pd.isna(url) else link.format(url, name)
        for name, url in zip(schemes["dispositif"], schemes["url"], strict=True)
    ]
    return schemes.assign(dispositif=names)[["dispositif", "genre", "depuis"]]
