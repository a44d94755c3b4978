"""The documents don't drift: links lead somewhere, commands exist, every column is described."""

import csv
import json
import re
import shlex
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from conftest import pipeline
from packaging.requirements import Requirement
from renew import write_outputs, write_reference

from annual_report.base.messages import _
from annual_report.base.project import REFERENCE, ROOT, __version__
from annual_report.network.reading.schema import list_settings, read_shared_tables

DOCUMENTS = sorted(
    path.relative_to(ROOT)
    for folder, pattern in ((ROOT, "*.md"), (ROOT / "data", "*.md"), (ROOT / "docs", "**/*.md"))
    for path in folder.glob(pattern)
)
LONG = 15
"""A list of more choices is not repeated in the dictionary."""

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=str)


@cache
def text(name: Path | str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def without_spaces_that_do_not_break(line: str) -> str:
    return line.replace("\u00a0", " ").replace("\u202f", " ")


# --- Links ----------------------------------------------------------------------------------


@each_document
def test_links_lead_somewhere(document: Path) -> None:
    prose = re.sub(r"```.*?```", "", text(document), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)]+)\)", prose):
        if re.match(r"\w+:", target):
            continue
        path, _hash, anchor = target.partition("#")
        file = (ROOT / document.parent / path).resolve() if path else ROOT / document
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def anchors(file: Path) -> set[str]:
    """Return the anchors of a document's headings, as forges make them."""
    titles = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_document_stands_on_a_shelf_and_every_decision_in_its_list() -> None:
    shelves, decisions = text("docs/README.md"), text("docs/decisions/README.md")
    names = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}

    assert [name for name in sorted(names) if f"({name})" not in shelves] == []

    for path in (ROOT / "docs" / "decisions").glob("[!R]*.md"):
        title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        assert f"- [{title}]({path.name})\n" in decisions


def list_typed_lines(document: str) -> list[str]:
    """List what a reader types or sees in a document's shell and text blocks, without comments."""
    blocks = re.findall(r"^```(?:sh|text)\n(.*?)^```", text(document), flags=re.M | re.S)
    shown = [block for block in blocks if "annual_report/" not in block]
    return [line.partition("#")[0].strip() for line in "".join(shown).splitlines()]


def test_the_readme_and_its_french_twin_say_the_same_commands_pictures_and_links() -> None:
    twins = ("README.md", "LISEZMOI.md")
    for twin, other in zip(twins, reversed(twins), strict=True):
        assert f"({other})" in "".join(text(twin).splitlines()[:4])

    english, french = (list_typed_lines(twin) for twin in twins)
    assert english == french

    english, french = (
        sorted(set(re.findall(r"\]\((\w[^)]*)\)", text(twin))) - set(twins)) for twin in twins
    )
    assert english == french


# --- Commands -------------------------------------------------------------------------------


def commands(name: Path | str) -> list[list[str]]:
    """Return the lines of a document's code blocks that call pipeline.py, without comments."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text(name), flags=re.M | re.S)
    lines = [
        shlex.split(line.removeprefix("$ "), comments=True)
        for line in "\n".join(blocks).splitlines()
        if re.match(r"(?:\$ )?\S*(python|py) .*pipeline\.py ", line)
    ]
    return [line[line.index("pipeline.py") + 1 :] for line in lines]


@each_document
def test_commands_that_are_shown_are_understood(document: Path) -> None:
    for words in commands(document):
        asked = pipeline(*words, "--help")
        options = [word for word in words if word.startswith("--")]
        assert asked.returncode == 0, f"{words}: {asked.stderr}"
        assert [option for option in options if option.split("=")[0] not in asked.stdout] == []


def test_a_wheel_is_named_whole_and_as_this_version_is() -> None:
    """A shell of Windows knows no `*`."""
    for document in DOCUMENTS:
        for name in re.findall(r"annual_report-\S*?\.whl", text(document)):
            assert name == f"annual_report-{__version__}-py3-none-any.whl", document


@each_document
def test_targets_of_make_that_are_shown_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), flags=re.M))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text(document), flags=re.M)) <= targets


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs make")
@each_document
def test_what_is_pasted_of_a_command_is_what_it_prints(document: Path) -> None:
    assert write_outputs(text(document)) == text(document), "make generated WHAT=outputs"


def test_the_page_of_commands_names_every_command() -> None:
    names = set(re.findall(r"^    ([a-z-]+)  ", pipeline("--help").stdout, flags=re.M))
    assert {"build", "check"} <= names
    assert names <= set(re.findall(r"^    ([a-z-]+)  ", text("docs/commands.md"), flags=re.M))


def test_the_reference_is_made_of_the_docstrings_of_what_a_notebook_imports() -> None:
    assert write_reference(text("docs/reference.md")) == text("docs/reference.md"), (
        "make generated WHAT=reference"
    )


def test_what_the_readme_says_that_a_build_prints_is_what_it_prints(
    real_build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    shown = [line for line in text("README.md").splitlines() if line.startswith("faites")]
    line = _(
        "built: {made}, up to date: {skipped}, failed: {failed}, in {seconds:.0f} s",
        made=len([*real_build.rglob("*.html")]) - 1,  # the list of them is counted apart
        skipped=0,
        failed=0,
        seconds=8,
    )

    assert shown == [without_spaces_that_do_not_break(line)]


def test_words_that_one_is_told_to_look_for_are_there() -> None:
    for words, folder in re.findall(r'`grep -rl "(.*?)" (\S+)`', text("CONTRIBUTING.md")):
        files = [path for path in (ROOT / folder).glob("*") if words in path.read_text("utf-8")]
        assert len(files) == 1, words


@pytest.mark.parametrize(
    "document", [document for document in DOCUMENTS if document != Path("CHANGELOG.md")], ids=str
)
def test_files_and_functions_that_a_document_names_are_there(document: Path) -> None:
    folders = r"`((?:annual_report|tests|scripts|templates|notebooks|docs)/[\w./-]+)`"
    named = [path for path in re.findall(folders, text(document)) if "NAME" not in path]

    assert [path for path in named if not (ROOT / path).exists()] == []
    for module, name in re.findall(r"`(annual_report(?:\.\w+)*)\.(\w+)`", text(document)):
        assert hasattr(import_module(module), name), name


# --- The data dictionary --------------------------------------------------------------------


def described(fields: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Write the dictionary's lines for the fields of a table."""
    for field in fields:
        limits = field.get("constraints", {})
        choices = limits.get("enum", []) or (["oui", "non"] if field["type"] == "boolean" else [])
        sample = ", ".join(choices) if 0 < len(choices) < LONG else field["example"]
        name = f"**`{field['name']}`**" if limits.get("required") else f"`{field['name']}`"
        yield without_spaces_that_do_not_break(f"| {name} | {field['description']} | {sample} |")


def section(title: str) -> list[str]:
    """Return the rows of the dictionary's table under a heading."""
    _before, heading, after = text("data/README.md").partition(f"\n### {title}\n")
    assert heading, f"data/README.md has no section {title}"
    rows = re.findall(r"^\| \**`.*", re.split(r"^#+ ", after, flags=re.M)[0], flags=re.M)
    return [without_spaces_that_do_not_break(row) for row in rows]


def test_every_column_is_described_as_its_schema_has_it() -> None:
    for name, table in read_shared_tables().items():
        assert section(f"`{name}`") == list(described(table["schema"]["fields"])), name


def test_the_notice_of_each_file_of_the_reference_describes_its_columns() -> None:
    for path in list_reference():
        columns: Iterable[str]
        if path.suffix == ".csv":
            columns = next(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        else:
            features = json.loads(path.read_text(encoding="utf-8"))["features"]
            columns = {name for feature in features for name in feature["properties"]}
        assert sorted(read_notice(path)["colonnes"]) == sorted(columns), path.name


def test_each_file_of_the_reference_has_its_contents_and_producer() -> None:
    # A row of the table in data/README.md: `file.csv`, a few words of its contents, its producer.
    row = r"^\| `(\S+\.\w+)` \| .{12,} \| (.*) \|$"
    rows = re.findall(row, text("data/README.md"), flags=re.M)
    producers = dict(rows)

    assert len(rows) == len(producers), "a file is there twice"
    assert producers == {
        path.relative_to(REFERENCE).as_posix(): read_notice(path)["producteur"]
        for path in list_reference()
    }


def list_reference() -> list[Path]:
    """Return the tables and the outlines of the reference."""
    return [*REFERENCE.rglob("*.csv"), *REFERENCE.rglob("*.geojson")]


def read_notice(path: Path) -> dict[str, Any]:
    """Read what stands beside a file of the reference."""
    return dict(json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8")))


def test_every_setting_of_a_network_is_described() -> None:
    assert section("Le réseau lui-même") == list(described(list_settings().values()))


# --- The rest -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_the_layout_of_a_document_is_the_layout(name: str) -> None:
    block = next(
        block
        for block in re.findall(r"```\w*\n(.*?)```", text(name), flags=re.S)
        if "annual_report/" in block and "pipeline.py" in block
    )
    folders = [""]
    for line in block.splitlines():
        name, depth = line.split()[0], (len(line) - len(line.lstrip())) // 2
        folders[depth + 1 :] = [folders[depth] + name]
        assert (ROOT / folders[-1]).exists(), folders[-1]


def test_the_list_of_dependencies_has_each_of_them() -> None:
    project = tomllib.loads(text("pyproject.toml"))
    extras = project["project"]["optional-dependencies"]
    asked = [*project["project"]["dependencies"], *extras["lab"], *extras["cluster"]]
    asked += project["dependency-groups"]["test"]
    lines = re.findall(r"^- .*: ([a-z0-9, -]+)", text("docs/decisions/libraries.md"), flags=re.M)
    named = {name.strip() for line in lines for name in line.split(",")}

    assert named == {Requirement(package).name.lower() for package in asked}


def test_the_changelog_has_a_place_for_what_is_coming_and_notes_of_this_version() -> None:
    titles = re.findall(r"^## \[?(.*?)\]?(?: - (\d{4}-\d{2}-\d{2}))?$", text("CHANGELOG.md"), re.M)
    assert titles[0] == ("Unreleased", "")
    assert all(date for _version, date in titles[1:])
    assert __version__ in [version for version, _date in titles]


def test_ci_is_make_test_within_the_limits_of_an_ordinary_account() -> None:
    lines = text(".ci/run").splitlines()
    assert "ulimit -n 1024" in lines
    assert lines[-1].endswith(" make test")

    code = [line.partition("#")[0] for line in lines]
    assert [line for line in code if re.search(r"\bmake\b(?! test)|\.\./", line)] == []
