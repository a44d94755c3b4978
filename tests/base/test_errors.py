"""What went wrong is said in a line, whoever found it."""

import errno
import os
import pickle
from pathlib import Path

import pytest

from annual_report.base.errors import DataError, PhraseError, ReportError, say_error, say_reason
from annual_report.base.whole_file import write_whole_file

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


def test_a_file_that_can_not_be_written_leaves_what_was_there_and_nothing_beside(
    tmp_path: Path,
) -> None:
    write_whole_file(tmp_path / "page.html", b"whole")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder") as refused:
        write_whole_file(tmp_path / "folder", b"half")
    assert refused.value.filename == str(tmp_path / "folder")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "page.html"]
