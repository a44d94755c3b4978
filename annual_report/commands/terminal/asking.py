"""Questions to whoever types, one a line, each with its usual answer; and answers given at once."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from annual_report.errors import ParameterError
from annual_report.messages import _

if TYPE_CHECKING:
    from annual_report.writing.network_settings import Question


def answer(question: "Question", usual: str) -> str:
    """Ask, and return what is typed; the usual answer for an empty line, or if nobody is there."""
    words = question.text
    sys.stdout.write(f"{words[:1].upper()}{words[1:]} [{usual}] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip() or usual


def read_answers(given: Sequence[str]) -> dict[str, str]:
    """Read answers of the form NAME=VALUE; raise ParameterError for what is none."""
    found = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise ParameterError(_("“{value}” is no NAME=VALUE, such as annee=2025", value=each))
        found[name.strip()] = value.strip()
    return found
