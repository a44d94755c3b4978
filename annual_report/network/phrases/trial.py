"""The trial of a phrase without data: whether the phrase, a Jinja template, ever ends.

The command `check` has no values of a notebook. For the trial each name of the template gets a
sample: a text of a single letter that is also a row, a column and a list of four. All branches of
each `if` are filled. A text that grows in a loop, or a long chain of loops inside each other, is
thus found before a page is made.
"""

from collections.abc import Callable, Iterator, Set
from functools import cache, wraps
from typing import Any

from jinja2 import Template, nodes

from annual_report.network.phrases.bounds import (
    CHARGE,
    ChargeMakers,
    EveryBranch,
    PhraseBoundError,
    charge_value,
    join_chunks,
    limit_phrase,
)
from annual_report.network.phrases.environment import PhraseEnvironment, make_environment


class _Sample(str):
    """A value for any place in a template: printed, called, gone through or compared."""

    __slots__ = ()

    # Four entries: ten loops inside each other take more than a million steps, the limit.
    def __iter__(self) -> Iterator[str]:
        return iter((self,) * 4)

    def __call__(self, *_given: object, **_named: object) -> str:
        return self

    def _is_so(self, _other: object) -> bool:
        return True

    __lt__ = __le__ = __gt__ = __ge__ = _is_so


SAMPLE = _Sample("x")


class _TrialEnvironment(PhraseEnvironment):
    """The template engine of the trial, in which each column and entry is a sample."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return SAMPLE

    def getitem(self, obj: Any, argument: Any) -> Any:
        return SAMPLE

    def is_safe_callable(self, obj: Any) -> bool:
        return isinstance(obj, _Sample)


def is_endless(tree: nodes.Template, names: Set[str]) -> bool:
    """Whether a phrase exceeds the limits of `bounds` when each value is a sample.

    `tree` is the template's tree, which the trial changes; `names` are the values that the template
    uses.
    """
    environment = _make_environment()
    without_conditions = EveryBranch().visit(tree)
    charged = ChargeMakers().visit(without_conditions)
    try:
        code = environment.compile(charged, name="trial", filename="trial")
        template = Template.from_code(environment, code, environment.make_globals(None))
        with limit_phrase():
            join_chunks(template.generate(dict.fromkeys(names, SAMPLE)))
    except PhraseBoundError:
        return True
    # A sample isn't a value that a filter expects: the page will report an actual fault.
    except Exception:
        return False
    return False


@cache
def _make_environment() -> _TrialEnvironment:
    """Return the template engine of the trial, with the filters and tests of all phrases."""
    usual = make_environment()
    environment = _TrialEnvironment(
        trim_blocks=True, lstrip_blocks=True, finalize=charge_value, optimized=False
    )
    environment.filters = {name: _try_filter(each) for name, each in usual.filters.items()}
    environment.filters[CHARGE] = charge_value
    environment.tests = {name: lambda *_given: True for name in usual.tests}
    environment.globals = {}
    return environment


def _try_filter(filled: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that gives a sample where the filter `filled` would fail."""

    # `wraps` keeps the engine's mark on a filter that asks for the values around.
    @wraps(filled)
    def tried(*given: Any, **named: Any) -> Any:
        try:
            return filled(*given, **named)
        except PhraseBoundError:
            raise
        except Exception:
            return SAMPLE

    return tried
