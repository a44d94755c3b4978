"""Who has been in the same room as whom: opportunities to meet, not ties.

Attendance is a two-mode network, departments × meetings. Projecting it on the departments inflates
it (one plenary of 16 makes 120 pairs), so each meeting of k departments gives each pair 1/(k−1),
as Newman does for joint papers: what a department's pairs weigh adds up to the number of meetings
where it wasn't alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from annual_report.analysis.attendance import Attendance
from annual_report.territories.departments import in_code_order


@dataclass(frozen=True)
class NeverMet:
    """Among the pairs of departments that came at least once, those never at the same meeting."""

    since: int
    departments: tuple[str, ...]
    never: tuple[tuple[str, str], ...]

    @property
    def pairs(self) -> int:
        """How many pairs there are in all."""
        return len(self.departments) * (len(self.departments) - 1) // 2

    def strangers(self, code: str) -> tuple[str, ...]:
        """Return those whom a department has never met."""
        return tuple(
            other for pair in self.never if code in pair for other in pair if other != code
        )


@dataclass(frozen=True)
class Tie:
    """Two departments, how often both came, and Newman's weight of these occasions."""

    first: str
    second: str
    meetings: int
    weight: float


def never_met(records: Iterable[Attendance], members: Iterable[str]) -> NeverMet | None:
    """Return the pairs of members never at the same meeting; None without a pair to speak of.

    Only members who came to a recorded meeting count: of others nobody can say whom they met.
    """
    records = list(records)
    wanted = set(members)
    rooms = [wanted & set(each.present(m.id)) for each in records for m in each.meetings]
    came = in_code_order({code for room in rooms for code in room})
    if len(came) < 2:
        return None
    met = {pair for room in rooms for pair in combinations(in_code_order(room), 2)}
    never = tuple(pair for pair in combinations(came, 2) if pair not in met)
    return NeverMet(min(each.year for each in records), came, never)


def ties(found: Attendance) -> tuple[Tie, ...]:
    """Weigh the pairs of departments that came together, heaviest first, then in code order."""
    # Only a report with attendance pays for this import.
    import networkx as nx
    from networkx.algorithms import bipartite

    graph = nx.Graph()
    graph.add_nodes_from(found.departments, bipartite="departement")
    graph.add_nodes_from((("rencontre", each.id) for each in found.meetings), bipartite="rencontre")
    rooms = {each.id: found.present(each.id) for each in found.meetings}
    graph.add_edges_from(
        (code, ("rencontre", name)) for name, room in rooms.items() for code in room
    )
    projected = bipartite.collaboration_weighted_projected_graph(graph, found.departments)
    rank = {code: position for position, code in enumerate(found.departments)}
    pairs = [
        (*sorted(edge[:2], key=rank.__getitem__), edge[2]["weight"])
        for edge in projected.edges(data=True)
    ]
    heaviest = sorted(pairs, key=lambda pair: (-round(pair[2], 9), rank[pair[0]], rank[pair[1]]))
    return tuple(
        Tie(
            first,
            second,
            sum(first in room and second in room for room in rooms.values()),
            round(float(weight), 9),
        )
        for first, second, weight in heaviest
    )
