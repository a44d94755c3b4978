"""What there is to say of a network as a value: by year, and with its years whatever is wrong."""

from pathlib import Path

import pytest
from changing import append, edit
from conftest import pipeline

from annual_report.report.publication.checking import check_network


def test_problems_are_of_the_year_of_their_row_or_text_else_of_none(twin: Path) -> None:
    edit(twin / "membres.csv", "2025,44", "2025,Loir-Atlantique")
    append(twin / "textes" / "2024.md", "\n## Annexe\n\nRien.\n")
    (twin / "autre.csv").write_text("a\n1\n")
    check = check_network(twin)
    problems = check.sort_by_year()

    assert [problem.value for problem in problems[2025]] == ["Loir-Atlantique"]
    assert "Annexe" in {problem.value for problem in problems[2024]}
    assert "autre.csv" in {problem.place.file for problem in problems[None]}
    assert sum(map(len, problems.values())) == len(check.inspection.problems)


def test_years_and_drafts_are_known_although_something_is_wrong(twin: Path) -> None:
    right = check_network(twin)
    assert right.finished == right.years

    edit(twin / "membres.csv", "2025,44", "2025,Loir-Atlantique")
    append(twin / "membres.csv", "2026,à compléter\n")
    wrong = check_network(twin)
    assert wrong.inspection.contents is None
    assert wrong.years == (*right.years, 2026)
    assert wrong.drafts == {2026}
    assert wrong.finished == ()


def test_a_workbook_says_of_which_year_its_rows_are(tmp_path: Path) -> None:
    done = pipeline("init", "reseau", cwd=tmp_path, answer="\nGers, Girnode\n2025\n")
    assert done.returncode == 0

    problems = check_network(tmp_path / "reseau").sort_by_year()
    assert [each.value for each in problems[2025] if each.severity == "error"] == ["Girnode"]


def test_a_folder_that_cannot_be_read_has_no_years_and_says_why(tmp_path: Path) -> None:
    check = check_network(tmp_path)
    assert check.years == ()
    assert check.drafts == frozenset()
    assert check.finished == ()

    (problem,) = check.sort_by_year()[None]
    assert "there is no network here" in str(problem)


@pytest.mark.parametrize("options", [(), ("--tout",)])
def test_the_command_check_prints_all_problems(twin: Path, options: tuple[str, ...]) -> None:
    edit(twin / "membres.csv", "2025,44", "2025,Loir-Atlantique")
    printed = pipeline("check", "--data", twin, *options).stdout
    problems = check_network(twin).inspection.problems

    assert "Loir-Atlantique" in {problem.value for problem in problems}
    for problem in problems:
        assert problem.without_file in printed
