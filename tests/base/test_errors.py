"""Errors: each is told in a line, and comes back whole from another process."""

import errno
import os
import pickle

import pytest

from annual_report.base.errors import DataError, PhraseError, ReportError, say_error, say_reason

DISK_IS_FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "page.html")


def test_an_error_of_this_program_is_told_by_its_own_words() -> None:
    assert say_error(ReportError("as it is")) == "as it is"
    assert say_error(DataError(["one", "two"])) == "one\ntwo"
    assert say_error(PhraseError("a.md", 3, "is wrong")) == "phrases/a.md, line 3: is wrong"


def test_an_error_of_the_system_is_told_with_its_file() -> None:
    assert say_error(DISK_IS_FULL) == "page.html: No space left on device"


def test_any_other_error_is_told_with_its_class_on_one_line() -> None:
    assert say_error(ValueError("two\nlines")) == "ValueError: two lines"


def test_a_reason_of_the_system_is_told_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests' own language is English; a person's is taken from this variable.
    monkeypatch.setenv("LANGUAGE", "fr")
    assert say_reason(DISK_IS_FULL) == "il n’y a plus de place sur le disque"


def test_an_error_comes_back_whole_from_another_process() -> None:
    # Between processes Python sends an error as a pickle, which calls the class anew.
    for error in (DataError(["one", "two"]), PhraseError("a.md", None, "is wrong")):
        sent = pickle.loads(pickle.dumps(error))
        assert vars(sent) == vars(error)
