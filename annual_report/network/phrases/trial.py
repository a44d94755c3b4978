"""A phrase tried without data, to see whether it ends.

`check` has no values of a notebook. Each name that a phrase uses is given a text of one letter that
is also a row, a column and a list of four, and all that an `if` could say is said: what grows by
itself, or goes through everything for each of everything, is found before a page is made.
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
    """A value that can be told, asked for a column, gone through and compared."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        return iter((self,) * 4)

    def __call__(self, *_given: object, **_named: object) -> str:
        return self

    def _is_so(self, _other: object) -> bool:
        return True

    __lt__ = __le__ = __gt__ = __ge__ = _is_so


SAMPLE = _Sample("x")


class _TrialEnvironment(PhraseEnvironment):
    """The template engine, in which whatever isn't there is a sample."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return SAMPLE

    def getitem(self, obj: Any, argument: Any) -> Any:
        return SAMPLE

    def is_safe_callable(self, obj: Any) -> bool:
        return isinstance(obj, _Sample)


def is_endless(tree: nodes.Template, names: Set[str]) -> bool:
    """Whether a phrase that uses some names takes more than its bounds, whatever they stand for."""
    environment = _make_environment()
    try:
        whole = ChargeMakers().visit(EveryBranch().visit(tree))
        code = environment.compile(whole, name="trial", filename="trial")
        template = Template.from_code(environment, code, environment.make_globals(None))
        with limit_phrase():
            join_chunks(template.generate(dict.fromkeys(names, SAMPLE)))
    except PhraseBoundError:
        return True
    except Exception:  # a sample is not what a filter expects: what is wrong, the page will say
        return False
    return False


@cache
def _make_environment() -> _TrialEnvironment:
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
    """Return a filter that makes a sample of what it can't fill."""

    @wraps(filled)  # with what the engine notes in it: some filters ask for what is around
    def tried(*given: Any, **named: Any) -> Any:
        try:
            return filled(*given, **named)
        except PhraseBoundError:
            raise
        except Exception:
            return SAMPLE

    return tried
