"""Write the fictional network of `data/reseau-exemple/`, the same bytes on every machine.

    python scripts/make_example_network.py [--out FOLDER]

A test that needs a network of another size asks for it:

    write_network(folder, Plan(members=101, years=30, first_year=1996))
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from example_network.attendance import attendance_rows
from example_network.draw import Draw
from example_network.meetings import MEETINGS, meeting_rows
from example_network.members import LAST_YEAR, members_by_year, noted_departures
from example_network.package import Network
from example_network.plan import Plan, member_rows, planned_network
from example_network.prose import TEXTS, unwrap
from example_network.schemes import scheme_rows
from example_network.subjects import resource_rows, subject_rows

__all__ = ["Plan", "example_network", "write_example", "write_network"]

EXAMPLE = Path(__file__).parents[1] / "data" / "reseau-exemple"
ATTENDANCE_SEED, SCHEME_SEED = 2020, 2029
ATTENDANCE_SINCE = 2022
UNRECORDED = frozenset({(2023, "21"), (2024, "03")})
THOROUGH = frozenset({2025})
ABSENT = frozenset({(2023, "66"), (2025, "972")})


def example_network() -> Network:
    """Return the example: invented by hand, but for attendance and schemes, which are drawn."""
    members = members_by_year()
    ever = sorted({code for codes in members.values() for code in codes})
    return Network(
        name="reseau-exemple",
        title="Réseau d’exemple",
        tables={
            "membres": member_rows(members, noted_departures()),
            "rencontres": meeting_rows(MEETINGS),
            "sujets": subject_rows(),
            "presences": attendance_rows(
                MEETINGS,
                members,
                Draw(ATTENDANCE_SEED),
                since=ATTENDANCE_SINCE,
                unrecorded=UNRECORDED,
                absent=ABSENT,
                thorough=THOROUGH,
            ),
            "ressources": resource_rows(),
            "dispositifs": scheme_rows(ever, Draw(SCHEME_SEED), LAST_YEAR),
        },
        texts={year: unwrap(text) for year, text in TEXTS.items()},
    )


def write_example(folder: Path) -> None:
    """Write the example network into a folder."""
    example_network().write(folder)


def write_network(folder: Path, plan: Plan) -> None:
    """Write the network of a plan into a folder."""
    planned_network(plan).write(folder)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the example."""
    parser = argparse.ArgumentParser(description="Write the fictional example network.")
    parser.add_argument("--out", type=Path, default=EXAMPLE, metavar="FOLDER")
    write_example(parser.parse_args(arguments).out)


if __name__ == "__main__":
    main()
