"""Who came to the meetings, where it is recorded: how much is known, who came always or never."""

from typing import Any

import pandas as pd

from annual_report.dates import PartialDate
from annual_report.french import capitalized, count, names, number, ordinal, phrase
from annual_report.french.periods import MONTHS
from annual_report.measures.presence import recorded_meetings
from annual_report.sentences.fragment import NOTHING, Fragment, paragraphs

WORDS = {
    "présent": ("carré plein", "présent"),
    "présent, nombre non renseigné": ("carré percé", "présent, nombre non renseigné"),
    "absent": ("carré vide", "absent"),
    "non invité": ("trait oblique", "non invité"),
    "non renseigné": ("point", "non renseigné"),
}
"""How the grid draws each state, and what it is called."""
NAMED_UP_TO = 5


def who_came(attendance: pd.DataFrame, participation: pd.DataFrame, year: int) -> Fragment:
    """Say how much is recorded, how many came, and who came always or never.

    `participation` is that of the members.
    """
    if attendance.empty:
        return NOTHING
    present, known = participation["present"], participation["known"]
    always = participation[known.gt(0) & present.eq(known)]
    never = participation[known.gt(0) & present.eq(0)]
    total = len(participation)
    where = f"à chaque rencontre renseignée pour {'eux' if len(always) > 1 else 'lui'}"
    said = (
        _who(always, total, f"est venu {where}", f"sont venus {where}"),
        _who(never, total, "n’est jamais venu", "ne sont jamais venus"),
        _silent(participation[known.eq(0)]),
    )
    return paragraphs(
        f"{_recorded(attendance, year)} {_rate(int(present.sum()), int(known.sum()))}",
        " ".join(each for each in said if each),
    )


def _recorded(attendance: pd.DataFrame, year: int) -> str:
    some, total = recorded_meetings(attendance), attendance["meeting"].nunique()
    if total == 1:
        return f"Les présences à la rencontre de {year} sont renseignées."
    if some == total:
        return phrase(
            "Les présences sont renseignées pour chacune des {total} rencontres de {year}.",
            total=total,
            year=str(year),
        )
    return phrase(
        "Les présences sont renseignées pour {some:f} des {total} rencontres de {year}.",
        some=some,
        total=total,
        year=str(year),
    )


def _rate(present: int, known: int) -> str:
    if not known:
        return "Aucune ne dit si un membre invité est venu."
    return phrase(
        "Sur {known:# invitation|invitations} dont la suite est renseignée, un membre est venu "
        "{present:d} fois, soit {share:%}.",
        known=known,
        present=present,
        share=present / known,
    )


def _silent(silent: pd.DataFrame) -> str | None:
    if silent.empty:
        return None
    if len(silent) <= NAMED_UP_TO:
        return phrase("Pour {who:les}, rien n’est renseigné.", who=list(silent["code"]))
    return phrase("Pour {n:# membre|membres}, rien n’est renseigné.", n=len(silent))


def _who(found: pd.DataFrame, total: int, one: str, several: str) -> str | None:
    """Say which members did something, by name if they are few; None if none did."""
    amount = len(found)
    if not amount:
        return None
    if total == 1:
        return f"Le seul membre {one}."
    if amount == total:
        return phrase("Les {n} membres {several}.", n=total, several=several)
    said = phrase(
        "{n} des {total} membres {did}", n=amount, total=total, did=one if amount == 1 else several
    )
    return f"{said} : {names(found['code'])}." if amount <= NAMED_UP_TO else f"{said}."


def short_dates(meetings: pd.DataFrame) -> list[str]:
    """Name meetings in the heads of columns: their rank and their day or month."""
    return [
        f"{rank}. {_short(str(start)) if dated else 'sans date'}"
        for rank, (start, dated) in enumerate(
            zip(meetings["start"], meetings["dated"], strict=True), 1
        )
    ]


def _short(start: str) -> str:
    when = PartialDate.parse(start)
    assert when.month is not None
    day = f"{ordinal(1) if when.day == 1 else when.day} " if when.day else ""
    return f"{day}{MONTHS[when.month - 1]}"


def drawn_states(attendance: pd.DataFrame) -> "pd.Series[str]":
    """Tell the states that the grid draws apart: who came without being counted has its own."""
    uncounted = attendance["state"].eq("présent") & attendance["agents"].isna()
    return attendance["state"].mask(
        uncounted & ~attendance["masked"], "présent, nombre non renseigné"
    )


def cells(attendance: pd.DataFrame) -> "pd.Series[str]":
    """Write each cell of the grid: a number of agents, or the reason why there is none."""
    counted = attendance["state"].eq("présent") & attendance["agents"].notna()
    said = attendance["state"].mask(counted, attendance["agents"].astype("string"))
    said = said.mask(attendance["state"].eq("absent"), "0")
    return said.mask(attendance["masked"], "masqué")


def grid_figure(
    attendance: pd.DataFrame, participation: pd.DataFrame, threshold: int
) -> dict[str, Any]:
    """Say what the grid of départements × meetings shows: its finding, alternative and note.

    `participation` is that of the members.
    """
    states = drawn_states(attendance).value_counts().reindex(list(WORDS)).dropna()
    rows = count(attendance["code"].nunique(), "département")
    columns = count(attendance["meeting"].nunique(), "rencontre")
    amounts = " ; ".join(f"{name}, {number(amount)}" for name, amount in states.items())
    key = " ; ".join(
        f"{mark} : {word}" for mark, word in (WORDS[str(name)] for name in states.index)
    )
    note = (
        f"{capitalized(key)}. Au bout de la ligne, les présences sur les fois renseignées. "
        "Dans les données, le nombre d’agents ; 0 : absent."
    )
    if attendance["masked"].any():
        note = f"{note} {held_back_note(threshold)}"
    return {
        "finding": _grid_finding(participation),
        "of": "de la grille des présences",
        "alternative": f"Grille de {rows} sur {columns}. Nombre de cases : {amounts}.",
        "note": note,
    }


def _grid_finding(participation: pd.DataFrame) -> str:
    known = participation[participation["known"].gt(0)]
    half = int((2 * known["present"]).gt(known["known"]).sum())
    total = len(known)
    if not total:
        return "Les présences des membres ne sont pas renseignées."
    if total == 1:
        verb = "est venu" if half else "n’est pas venu"
        return f"Le seul membre renseigné {verb} plus d’une fois sur deux."
    if not half:
        return phrase(
            "Aucun des {n} membres renseignés n’est venu plus d’une fois sur deux.", n=total
        )
    if half == total:
        return phrase("Les {n} membres renseignés sont venus plus d’une fois sur deux.", n=total)
    return phrase(
        "{half} des {n} membres renseignés {half:est venu|sont venus} plus d’une fois sur deux.",
        half=half,
        n=total,
    )


def held_back_note(threshold: int) -> str:
    """Say which counts are held back, and that others are so that they can't be worked out."""
    return f"« masqué » : nombre inférieur à {threshold}, ou qui permettrait de le retrouver."


def tallies(participation: pd.DataFrame) -> "pd.Series[str]":
    """Write for a line's end how often somebody came: "3/4"; "—" where nothing is recorded."""
    said = participation["present"].astype("string") + "/" + participation["known"].astype("string")
    return said.mask(participation["known"].eq(0), "—")


def turnout_note(turnout: pd.DataFrame, threshold: int) -> str:
    """Say how the table of the meetings' attendance is to be read."""
    said = ["Les parts rapportent les présents aux seuls départements invités et renseignés."]
    if turnout["uncounted"].gt(0).any():
        said.append("Où des présents n’ont pas été comptés, les agents étaient plus nombreux.")
    if turnout["masked"].any():
        said.append(held_back_note(threshold))
    return " ".join(said)
