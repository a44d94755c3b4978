"""What a phrase may hold: words, conditions, filters; no sum, no share, no other template.

A phrase says what its notebook has counted, so that whoever reads the notebook sees how. The year
before is no count: `year - 1` is written as it is.
"""

from collections.abc import Iterator

from jinja2 import Environment, nodes

from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest
from annual_report.network.phrases.filters import FILTERS

ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
COUNTING = frozenset({"sum", "round", "int", "float", "abs", "max", "min", "count"})
YEARS = frozenset({"year", "année"})
ELSEWHERE = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Macro)


def find_wrong_parts(tree: nodes.Template, environment: Environment) -> Iterator[tuple[int, str]]:
    """Yield the line and the fault of each part of a phrase that counts, or is none.

    The template engine would leave a filter that there isn't, if it stands in a condition, to the
    page that comes by, and name no line.
    """
    # Those that count are no filters of ours either: say first why there is none.
    known = {nodes.Filter: environment.filters, nodes.Test: environment.tests}
    for each in tree.find_all(nodes.Node):
        sums = isinstance(each, ARITHMETIC) and not _is_other_year(each)
        if sums or (isinstance(each, nodes.Filter) and each.name in COUNTING):
            yield each.lineno, _("a phrase doesn’t count: count it in the notebook")
        elif isinstance(each, ELSEWHERE):
            yield each.lineno, _("a phrase takes nothing of another file")
        elif isinstance(each, nodes.Filter | nodes.Test) and each.name not in known[type(each)]:
            what = _("there is no filter “{name}”", name=each.name)
            yield each.lineno, add_nearest(what, find_nearest(each.name, sorted(FILTERS)))


def _is_other_year(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.Add | nodes.Sub)
        and isinstance(node.left, nodes.Name)
        and node.left.name in YEARS
        and isinstance(node.right, nodes.Const)
    )
