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
def read_document(name: Path | str) -> str:
    """Return the text of a file of the project, named from the project's folder."""
    return (ROOT / name).read_text(encoding="utf-8")


def with_plain_spaces(line: str) -> str:
    """Return a French line with ordinary spaces for those at which no line may break."""
    return line.replace("\u00a0", " ").replace("\u202f", " ")


# --- Links ----------------------------------------------------------------------------------


@each_document
def test_links_lead_somewhere(document: Path) -> None:
    """A link to a file finds the file; with an anchor, "guide.md#a-year", its heading too."""
    prose = re.sub(r"```.*?```", "", read_document(document), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)]+)\)", prose):
        leads_to_the_web = re.match(r"\w+:", target)
        if leads_to_the_web:
            continue
        path, _hash, anchor = target.partition("#")
        file = (ROOT / document.parent / path).resolve() if path else ROOT / document
        assert file.exists(), target
        assert not anchor or anchor in list_anchors(file), target


def list_anchors(file: Path) -> set[str]:
    """Return the anchors of a document's headings, as forges make them.

    "## A year, by commands" → "a-year-by-commands".
    """
    titles = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), flags=re.M)
    anchors = set()
    for title in titles:
        without_signs = re.sub(r"[^\w\- ]", "", title.lower())
        anchors.add(without_signs.replace(" ", "-"))
    return anchors


def test_the_list_of_documents_links_to_each_document() -> None:
    listed = read_document("docs/README.md")
    names = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}

    unlisted = [name for name in sorted(names) if f"({name})" not in listed]

    assert unlisted == []


def test_the_list_of_decisions_has_each_decision_by_its_title() -> None:
    listed = read_document("docs/decisions/README.md")
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        if path.name == "README.md":
            continue
        first_line = path.read_text(encoding="utf-8").partition("\n")[0]
        title = first_line.removeprefix("# ")

        assert f"- [{title}]({path.name})\n" in listed


def list_typed_lines(document: str) -> list[str]:
    """List what a reader types or sees in a document's shell and text blocks, without comments."""
    blocks = re.findall(r"^```(?:sh|text)\n(.*?)^```", read_document(document), flags=re.M | re.S)
    # The block that shows the layout of folders has comments in the document's language.
    shown = [block for block in blocks if "annual_report/" not in block]
    return [line.partition("#")[0].strip() for line in "".join(shown).splitlines()]


README_AND_ITS_TWIN = ("README.md", "LISEZMOI.md")
"""The same document in English and in French."""


def list_links_to_files(document: str) -> set[str]:
    """Return the files and pictures that one of the twins links to, but for its twin."""
    targets = set(re.findall(r"\]\((\w[^)]*)\)", read_document(document)))
    return targets - set(README_AND_ITS_TWIN)


@pytest.mark.parametrize(("document", "twin"), [README_AND_ITS_TWIN, README_AND_ITS_TWIN[::-1]])
def test_the_readme_and_its_french_twin_link_to_each_other_at_once(
    document: str, twin: str
) -> None:
    first_lines = read_document(document).splitlines()[:4]

    assert f"({twin})" in "".join(first_lines)


def test_the_readme_and_its_french_twin_say_the_same_commands_pictures_and_links() -> None:
    english, french = README_AND_ITS_TWIN

    assert list_typed_lines(english) == list_typed_lines(french)
    assert list_links_to_files(english) == list_links_to_files(french)


# --- Commands -------------------------------------------------------------------------------


def list_shown_commands(document: Path | str) -> list[list[str]]:
    """Return the arguments of each call of pipeline.py in a document's code blocks.

    "python3 pipeline.py build 2025  # a year" → ["build", "2025"].
    """
    blocks = re.findall(r"^```\w*\n(.*?)^```", read_document(document), flags=re.M | re.S)
    shown = []
    for line in "\n".join(blocks).splitlines():
        if re.match(r"(?:\$ )?\S*(python|py) .*pipeline\.py ", line):
            words = shlex.split(line.removeprefix("$ "), comments=True)
            shown.append(words[words.index("pipeline.py") + 1 :])
    return shown


@each_document
def test_the_help_of_a_shown_command_names_its_options(document: Path) -> None:
    for words in list_shown_commands(document):
        help_of_command = pipeline(*words, "--help")
        assert help_of_command.returncode == 0, f"{words}: {help_of_command.stderr}"

        # An option may be followed by its value: "--out=pages".
        options = [word.split("=")[0] for word in words if word.startswith("--")]
        unknown = [option for option in options if option not in help_of_command.stdout]
        assert unknown == [], words


def test_a_wheel_is_named_whole_and_as_this_version_is() -> None:
    """No document names a wheel `annual_report-*.whl`: a shell of Windows knows no `*`."""
    for document in DOCUMENTS:
        for name in re.findall(r"annual_report-\S*?\.whl", read_document(document)):
            assert name == f"annual_report-{__version__}-py3-none-any.whl", document


@each_document
def test_targets_of_make_that_are_shown_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read_document("Makefile"), flags=re.M))
    # At the beginning of a line of a block, or of code within a sentence.
    shown = set(re.findall(r"(?:^|`)make ([a-z-]+)", read_document(document), flags=re.M))

    assert shown - targets == set()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs make")
@each_document
def test_what_is_pasted_of_a_command_is_what_it_prints(document: Path) -> None:
    """`write_outputs` returns the document with what its commands print today."""
    renewed = write_outputs(read_document(document))

    assert renewed == read_document(document), "make generated WHAT=outputs"


def test_the_page_of_commands_names_every_command() -> None:
    # In the help as in its copy on the page, each command begins a line: "    build  make pages".
    command = re.compile(r"^    ([a-z-]+)  ", flags=re.M)
    commands = set(command.findall(pipeline("--help").stdout))
    named = set(command.findall(read_document("docs/commands.md")))

    assert {"build", "check"} <= commands
    assert commands - named == set()


def test_the_reference_is_made_of_the_docstrings_of_what_a_notebook_imports() -> None:
    """`write_reference` returns the page with the docstrings as they are today."""
    page = read_document("docs/reference.md")

    assert write_reference(page) == page, "make generated WHAT=reference"


def test_the_readme_shows_the_last_line_of_a_build_with_the_number_of_its_pages(
    real_build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build ends with "faites : 20, …", in French; `real_build` has made every page."""
    monkeypatch.setenv("LANGUAGE", "fr")
    number_of_pages = len([*real_build.rglob("*.html")]) - 1  # the list of them isn't counted
    last_line = _(
        "built: {made}, up to date: {skipped}, failed: {failed}, in {seconds:.0f} s",
        made=number_of_pages,
        skipped=0,
        failed=0,
        seconds=8,
    )

    shown = [line for line in read_document("README.md").splitlines() if line.startswith("faites")]

    assert shown == [with_plain_spaces(last_line)]


def test_words_that_one_is_told_to_look_for_are_in_one_file() -> None:
    """Each `grep -rl "words" folder` that CONTRIBUTING shows finds a file, and one alone."""
    shown = re.findall(r'`grep -rl "(.*?)" (\S+)`', read_document("CONTRIBUTING.md"))
    for words, folder in shown:
        files = [path for path in (ROOT / folder).glob("*") if words in path.read_text("utf-8")]
        assert len(files) == 1, words


NAMED_FILE = re.compile(r"`((?:annual_report|tests|scripts|templates|notebooks|docs)/[\w./-]+)`")
"""A file as a document names it: `tests/project/test_imports.py`."""
NAMED_FUNCTION = re.compile(r"`(annual_report(?:\.\w+)*)\.(\w+)`")
"""A function as a document names it, by its module: `annual_report.network.measures.members`."""
each_document_of_today = pytest.mark.parametrize(
    "document", [document for document in DOCUMENTS if document != Path("CHANGELOG.md")], ids=str
)
"""All but the changelog, which names files that were there once."""


@each_document_of_today
def test_files_that_a_document_names_are_there(document: Path) -> None:
    named = NAMED_FILE.findall(read_document(document))
    # NAME stands for a name that the reader chooses.
    missing = [path for path in named if "NAME" not in path and not (ROOT / path).exists()]

    assert missing == []


@each_document_of_today
def test_functions_that_a_document_names_are_there(document: Path) -> None:
    for module, name in NAMED_FUNCTION.findall(read_document(document)):
        assert hasattr(import_module(module), name), f"{module}.{name}"


# --- The data dictionary --------------------------------------------------------------------


def describe_fields(fields: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the dictionary's row for each field of a table: its name, what it holds, an example.

    The name of a field that must be filled in is bold. A field of few choices has all of them for
    an example.
    """
    for field in fields:
        limits = field.get("constraints", {})
        choices = limits.get("enum", [])
        if field["type"] == "boolean":
            choices = ["oui", "non"]
        sample = ", ".join(choices) if 0 < len(choices) < LONG else field["example"]
        name = f"**`{field['name']}`**" if limits.get("required") else f"`{field['name']}`"
        yield with_plain_spaces(f"| {name} | {field['description']} | {sample} |")


def read_dictionary(title: str) -> list[str]:
    """Return the rows of the dictionary's table under a heading of data/README.md."""
    _before, heading, after = read_document("data/README.md").partition(f"\n### {title}\n")
    assert heading, f"data/README.md has no section {title}"
    section = re.split(r"^#+ ", after, flags=re.M)[0]
    rows = re.findall(r"^\| \**`.*", section, flags=re.M)
    return [with_plain_spaces(row) for row in rows]


def test_every_column_is_described_as_its_schema_has_it() -> None:
    for name, table in read_shared_tables().items():
        expected = list(describe_fields(table["schema"]["fields"]))

        assert read_dictionary(f"`{name}`") == expected, name


def list_columns(path: Path) -> set[str]:
    """Return the columns of a table, or the properties of the shapes of a GeoJSON file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        return set(next(csv.reader(text.splitlines())))
    features = json.loads(text)["features"]
    return {name for feature in features for name in feature["properties"]}


def test_the_notice_of_each_file_of_the_reference_describes_its_columns() -> None:
    for path in list_reference():
        described = set(read_notice(path)["colonnes"])

        assert described == list_columns(path), path.name


def test_each_file_of_the_reference_has_its_contents_and_producer() -> None:
    # A row of the table in data/README.md: `file.csv`, a few words of its contents, its producer.
    row = r"^\| `(\S+\.\w+)` \| .{12,} \| (.*) \|$"
    rows = re.findall(row, read_document("data/README.md"), flags=re.M)
    producers = dict(rows)
    expected = {}
    for path in list_reference():
        name = path.relative_to(REFERENCE).as_posix()
        expected[name] = read_notice(path)["producteur"]

    assert len(rows) == len(producers), "a file is there twice"
    assert producers == expected


def list_reference() -> list[Path]:
    """Return the tables and the outlines of the reference."""
    return [*REFERENCE.rglob("*.csv"), *REFERENCE.rglob("*.geojson")]


def read_notice(path: Path) -> dict[str, Any]:
    """Return the notice that stands beside a file of the reference: its producer, its columns."""
    return dict(json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8")))


def test_every_setting_of_a_network_is_described() -> None:
    expected = list(describe_fields(list_settings().values()))

    assert read_dictionary("Le réseau lui-même") == expected


# --- The rest -------------------------------------------------------------------------------


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_the_files_and_folders_of_a_drawn_tree_are_there(document: str) -> None:
    """The tree has a name a line, two spaces further in for each folder that it is in."""
    blocks = re.findall(r"```\w*\n(.*?)```", read_document(document), flags=re.S)
    (tree,) = [block for block in blocks if "annual_report/" in block and "pipeline.py" in block]
    # The path of the last folder that was met at each depth; "" is the project's own.
    folders = [""]
    for line in tree.splitlines():
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 2
        path = folders[depth] + name
        folders[depth + 1 :] = [path]
        assert (ROOT / path).exists(), path


def test_the_decision_on_libraries_names_each_that_the_project_asks_for() -> None:
    pyproject = tomllib.loads(read_document("pyproject.toml"))
    project = pyproject["project"]
    extras = project["optional-dependencies"]
    requirements = [*project["dependencies"], *extras["lab"], *extras["cluster"]]
    requirements += pyproject["dependency-groups"]["test"]
    asked = {Requirement(requirement).name.lower() for requirement in requirements}

    # A line of the document: "- tables: pandas, openpyxl".
    document = read_document("docs/decisions/libraries.md")
    lines = re.findall(r"^- .*: ([a-z0-9, -]+)", document, flags=re.M)
    named = {name.strip() for line in lines for name in line.split(",")}

    assert named == asked


def test_the_changelog_has_a_place_for_what_is_coming_and_notes_of_this_version() -> None:
    # "## [0.2.0] - 2026-11-05", or "## Unreleased", which has no date.
    title = r"^## \[?(.*?)\]?(?: - (\d{4}-\d{2}-\d{2}))?$"
    first, *versions = re.findall(title, read_document("CHANGELOG.md"), flags=re.M)

    assert first == ("Unreleased", "")
    undated = [version for version, date in versions if not date]
    assert undated == []
    assert __version__ in [version for version, _date in versions]


def test_ci_is_make_test_with_as_many_open_files_as_an_ordinary_account() -> None:
    lines = read_document(".ci/run").splitlines()

    assert "ulimit -n 1024" in lines
    assert lines[-1].endswith(" make test")


def test_ci_runs_no_other_target_of_make_and_uses_nothing_outside_of_the_project() -> None:
    lines = read_document(".ci/run").splitlines()
    commands = [line.partition("#")[0] for line in lines]

    forbidden = [line for line in commands if re.search(r"\bmake\b(?! test)|\.\./", line)]

    assert forbidden == []
