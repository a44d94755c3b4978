"""What went wrong is said in a line, whoever found it."""

import errno
import os
import pickle

import pytest

from annual_report.base.errors import DataError, PhraseError, ReportError, say_error, say_reason

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "page.html")


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ReportError("as it is"), "as it is"),
        (DataError(["one", "two"]), "one\ntwo"),
        (PhraseError("a.md", 3, "is wrong"), "phrases/a.md, line 3: is wrong"),
        (FULL, "page.html: No space left on device"),
        (ValueError("two\nlines"), "ValueError: two lines"),
    ],
)
def test_an_error_is_said_in_a_line_of_its_own(error: Exception, line: str) -> None:
    assert say_error(error) == line


def test_a_reason_of_the_system_is_said_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    assert say_reason(FULL) == "il n’y a plus de place sur le disque"


def test_an_error_comes_back_whole_from_another_process() -> None:
    for error in (DataError(["one", "two"]), PhraseError("a.md", None, "is wrong")):
        assert vars(pickle.loads(pickle.dumps(error))) == vars(error)
