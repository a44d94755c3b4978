"""The page of a département: the meetings held there, its attendance, and its schemes.

`code` is that of the département; `met_at` is what `measures.met_at` returns for it, and
`attendance_of` what `measures.attendance_of` does.
"""

import pandas as pd
from markupsafe import Markup

from annual_report.french import capitalized, phrase
from annual_report.measures.presence import FEW
from annual_report.pages.fragment import NOTHING, Fragment, paragraph, words
from annual_report.sentences.attendance import masked_note
from annual_report.sentences.meetings import FORMATS
from annual_report.territories.institutions import institution
from annual_report.territories.kinds import Kind


def met_at(met_at: pd.DataFrame, code: str, kind: Kind) -> Fragment:
    """Say how many meetings it hosted, and how many were held there at the call of another.

    `kind` is that of the network's members.
    """
    if met_at.empty:
        return NOTHING
    hosted = int(met_at["host"].eq(code).sum())
    unnamed = int(met_at["host"].isna().sum())
    where = institution(code).locative
    return paragraph(
        phrase(
            "{who:les} {who:a|ont} accueilli {n:f} {n:rencontre|rencontres}.", who=[code], n=hosted
        )
        if hosted
        else None,
        _held(unnamed, f"{where}, sans que l’on sache qui accueillait"),
        _held(
            len(met_at) - hosted - unnamed,
            f"{where}, à l’invitation d’un{kind.e} autre {kind.name}",
        ),
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
    form = met_at["format"].map(lambda name: FORMATS[name][0])
    found = met_at.assign(title=met_at["title"].fillna(kind), host=host, format=form)
    columns = ["title", "year", "start", "end", "format", "town", "host"]
    return found[columns].dropna(axis="columns", how="all")


def met_at_caption(code: str) -> str:
    """Head the table of the meetings."""
    return f"Les rencontres {institution(code).locative}"


def attendance(attendance_of: pd.DataFrame, code: str) -> Fragment:
    """Say how often it came, over all its years that record attendance."""
    if attendance_of.empty:
        return NOTHING
    present = int(attendance_of["présent"].sum())
    came, known = int(attendance_of["came"].sum()), int(attendance_of["known"].sum())
    if not present and not known:
        return NOTHING
    said = phrase("On compte {n:f} {n:venue|venues} {of}.", n=present, of=institution(code).of_name)
    noted = "aux {known:f} rencontres dont les présences sont entièrement notées"
    if came:
        template = noted + ", il y en a {came:f}, soit {share:%}."
    else:
        template = ("aucune " if present else "on ne compte aucune venue {of} ") + noted + "."
    share = phrase(
        template, came=came, known=known, share=came / max(known, 1), of=institution(code).of_name
    )
    return paragraph(said if present else None, share if known >= FEW else None)


def attendance_note(attendance_of: pd.DataFrame, threshold: int) -> str | None:
    """Say which numbers of agents the table doesn't give, if there are some."""
    return masked_note(threshold) if attendance_of["agents_masque"].any() else None


def schemes_caption(code: str) -> str:
    """Head the table of the schemes."""
    return f"Les dispositifs {institution(code).of_name}"


def linked(schemes: pd.DataFrame) -> pd.DataFrame:
    """Return the schemes with their names leading to their addresses, where these are recorded.

    Columns: dispositif (markup), genre, depuis.
    """
    link = Markup('<a href="{}" rel="noreferrer">{}</a>')
    names = [
        name if pd.isna(url) else link.format(url, words(name))
        for name, url in zip(schemes["dispositif"], schemes["url"], strict=True)
    ]
    return schemes.assign(dispositif=names)[["dispositif", "genre", "depuis"]]
