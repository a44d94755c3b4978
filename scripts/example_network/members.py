"""Who is in the example network, and when."""

FIRST_YEAR, LAST_YEAR = 2020, 2025

# One line for each year: who arrives, who leaves. A code met for the second time is a return.
ARRIVALS = {
    2020: "03 07 12 14 21 22 23 25 29 34 38 41 45 50 54 58 59 62 64 71 73 76 94 974",
    2021: "26 2A 46 56 971",
    2022: "18 52 75 81 87",
    2023: "05 37 53 66 92 976",
    2024: "09 12 23 60 95",
    2025: "04 41 79 972",
}
DEPARTURES = {
    2021: "23",
    2022: "41 76",
    2023: "12 58",
    2024: "52 71",
    2025: "46 62",
}
UNNOTED = frozenset({(2025, "46")})
"""Who is merely not in the list any more: nobody wrote down that they left."""


def members_by_year() -> dict[int, list[str]]:
    """Return the codes of each year's members, in the order of the codes."""
    present: set[str] = set()
    years = {}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        present -= set(DEPARTURES.get(year, "").split())
        present |= set(ARRIVALS[year].split())
        years[year] = sorted(present)
    return years


def noted_departures() -> dict[int, list[str]]:
    """Return who is noted to have left, by the first year without them."""
    return {
        year: [code for code in codes.split() if (year, code) not in UNNOTED]
        for year, codes in DEPARTURES.items()
    }
