"""Small tables for tests, written as they would be typed, with the types that a network gives."""

import pandas as pd

COLUMNS = {
    "membres": ("annee", "departement"),
    "rencontres": (
        "rencontre", "annee", "debut", "fin", "format", "genre", "ville", "departement", "hote",
        "titre",
    ),
    "sujets": ("annee", "sujet", "theme", "etat", "format"),
    "presences": ("rencontre", "departement", "agents", "invite"),
}  # fmt: skip
INTEGERS = ("annee", "agents")


def table(name: str, text: str = "") -> pd.DataFrame:
    """Read one row a line, cells between commas; cells that are missing at the end are empty."""
    columns = COLUMNS[name]
    rows = [[cell.strip() for cell in line.split(",")] for line in text.strip().splitlines()]
    padded = [row + [""] * (len(columns) - len(row)) for row in rows]
    frame = pd.DataFrame(padded, columns=list(columns), dtype="string").replace("", pd.NA)
    frame = frame.astype({name: "Int64" for name in INTEGERS if name in columns})
    return with_states(frame) if name == "presences" else frame


def with_states(typed: pd.DataFrame) -> pd.DataFrame:
    """Turn these tests’ short notation into states: a count, 0, "non", or present, uncounted."""
    agents, uninvited = typed["agents"], typed["invite"].eq("non").fillna(False)
    state = pd.Series("présent", typed.index, dtype="string")
    state = state.mask(agents.eq(0).fillna(False), "absent")
    state = state.mask(uninvited & ~agents.gt(0).fillna(False), "non invité")
    kept = typed[["rencontre", "departement"]].assign(etat=state, agents=agents)
    kept["agents"] = agents.where(state.eq("présent"))
    return kept


def membres(by_year: dict[int, str]) -> pd.DataFrame:
    """Make the table of members from codes by year."""
    rows = [f"{year},{code}" for year, codes in by_year.items() for code in codes.split()]
    return table("membres", "\n".join(rows))
