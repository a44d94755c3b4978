"""What can go wrong, a class for each situation.

    ReportError
    ├── ParameterError      a parameter or an option is unknown, mistyped or out of range
    ├── DataError           a network's data have one problem or several
    ├── PhraseError         a phrase can't be told
    ├── PublishError        a cell asks to publish what a page can't show
    └── PageError           the finished page breaks a rule of publication

Each message names the record, what was expected and what to do next, in the analyst's language.
Only the command line turns one of these into an exit status.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from annual_report.base.messages import N_, _, make_harmless

REASONS = (
    N_("No such file or directory"),
    N_("File exists"),
    N_("Not a directory"),
    N_("Is a directory"),
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("Read-only file system"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("File too large"),
    N_("File name too long"),
    N_("Too many levels of symbolic links"),
    N_("Too many open files"),
    N_("Cannot allocate memory"),
    N_("Input/output error"),
)
"""The system's own sentences that the catalogue knows."""


class ReportError(Exception):
    """Anything that an analyst can mend; its text is the whole message."""

    def _render_traceback_(self) -> list[str]:
        """Give IPython the message alone: a stack of library calls helps no analyst."""
        return [str(self)]


def say_error(error: BaseException) -> str:
    """Say an error: one of these in its own words, any that nobody foresaw in one line."""
    if isinstance(error, ReportError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        why = say_reason(error)
        return _("{file}: {reason}", file=error.filename, reason=why) if error.filename else why
    return make_harmless(" ".join(f"{type(error).__name__}: {error}".split()))


def say_reason(error: OSError) -> str:
    """Say why the system couldn't; what no catalogue knows is in the system's own words."""
    return _(error.strerror) if error.strerror else ""


class ParameterError(ReportError):
    """A parameter or an option is unknown, mistyped or out of range."""


class DataError(ReportError):
    """A network's data have problems; `problems` holds them all, in the order of the files."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["DataError"], tuple[tuple[object, ...]]]:
        """Survive the way back from a worker process."""
        return DataError, (self.problems,)


class PhraseError(ReportError):
    """A phrase can't be told: `what` is wrong in `line` of its `file`."""

    def __init__(self, file: str, line: int | None, what: str) -> None:
        self.file, self.line, self.what = file, line, what
        place = f"phrases/{file}"
        if line:
            place = _("{file}, line {line}", file=place, line=line)
        super().__init__(_("{place}: {what}", place=place, what=what))

    def __reduce__(self) -> tuple[type["PhraseError"], tuple[str, int | None, str]]:
        """Survive the way back from a worker process."""
        return PhraseError, (self.file, self.line, self.what)


class PublishError(ReportError):
    """A cell asks to publish what a page can't show, or doesn't say what a page needs."""


class PageError(ReportError):
    """A finished page breaks a rule of publication: it may not be shared."""


class UnreadableError(Exception):
    """A file, or a row of it, that can't be read at all; who reads it says in which place."""

    def __init__(self, what: str, expected: str | None = None, row: int | None = None) -> None:
        super().__init__(what, expected, row)
        self.what, self.expected, self.row = what, expected, row


@dataclass
class CellError(Exception):
    """A cell that can't be understood: what is wrong, what was expected, the nearest choice."""

    what: str
    expected: str | None = None
    nearest: str | None = None
