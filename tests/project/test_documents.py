"""The documents don't drift: links lead somewhere, commands exist, every column is described."""

import csv
import dataclasses
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import pipeline

from annual_report.messages import _
from annual_report.project import REFERENCE, ROOT
from annual_report.reading.schema.shared import shared
from annual_report.reading.settings import Settings

pytestmark = pytest.mark.slow

DOCUMENTS = sorted(
    path.relative_to(ROOT)
    for folder, pattern in ((ROOT, "*.md"), (ROOT / "data", "*.md"), (ROOT / "docs", "**/*.md"))
    for path in folder.glob(pattern)
)
TYPES = {"string": "texte", "integer": "entier", "boolean": "oui ou non"}


@cache
def text(name: Path | str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code_blocks(name: Path | str) -> str:
    return "\n".join(re.findall(r"^```\w*\n(.*?)^```", text(name), flags=re.M | re.S))


def commands(name: Path | str) -> list[list[str]]:
    """Return the lines of a document's code blocks that call pipeline.py, without comments."""
    lines = [shlex.split(line, comments=True) for line in code_blocks(name).splitlines()
             if re.match(r"\S*(python|py) .*pipeline\.py ", line)]  # fmt: skip
    return [line[line.index("pipeline.py") + 1 :] for line in lines]


@cache
def subcommands() -> list[str]:
    """Ask the command line itself what it can do."""
    usage = pipeline("--help")
    found = re.findall(r"^    ([a-z-]+)  ", usage.stdout, flags=re.M)
    assert {"build", "check"} <= set(found), usage.stdout
    return found


def without_spaces_that_do_not_break(line: str) -> str:
    return line.replace("\u00a0", " ").replace("\u202f", " ")


# --- Links ----------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_links_lead_somewhere(document: Path) -> None:
    prose = re.sub(r"```.*?```", "", text(document), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)]+)\)", prose):
        if re.match(r"\w+:", target):
            continue
        path, _hash, anchor = target.partition("#")
        file = (ROOT / document.parent / path).resolve() if path else ROOT / document
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file), target


def anchors(file: Path) -> set[str]:
    """Return the anchors of a document's headings, as forges make them."""
    found = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in found}


# --- Commands -------------------------------------------------------------------------------


def test_the_page_of_commands_names_every_command() -> None:
    shown = {words[0] for words in commands("docs/commands.md") if words}
    assert set(subcommands()) <= shown


def test_the_page_of_commands_names_every_target_of_make() -> None:
    targets = re.findall(r"^([a-z-]+):.*##", text("Makefile"), flags=re.M)
    assert [target for target in targets if f"make {target}" not in text("docs/commands.md")] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_commands_that_are_shown_are_understood(document: Path) -> None:
    for words in commands(document):
        asked = pipeline(*words, "--help-all" if words[0] == "build" else "--help")
        options = [word for word in words if word.startswith("--")]
        assert asked.returncode == 0, f"{words}: {asked.stderr}"
        assert [option for option in options if option.split("=")[0] not in asked.stdout] == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_the_page_of_commands_opens_the_environment_before_it_types_a_program_of_it() -> None:
    """As it is written there, from a terminal that knows nothing of the project."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text("docs/commands.md"), flags=re.M | re.S)
    opens = next(place for place, block in enumerate(blocks) if ".venv/bin/activate" in block)
    programs = ("python ", "papermill ", "dask ")
    lines = [line for block in blocks[:opens] for line in block.splitlines()]
    assert [line for line in lines if line.startswith(programs)] == []
    for program in ("python", "papermill"):
        done = subprocess.run(
            ["sh", "-c", f"{blocks[opens]}command -v {program}"],
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
        )
        assert done.stdout == f"{ROOT / '.venv' / 'bin' / program}\n"


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_targets_of_make_that_are_shown_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), flags=re.M))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text(document), flags=re.M)) <= targets


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_the_layout_of_a_document_is_the_layout(name: str) -> None:
    block = next(block for block in re.findall(r"```\w*\n(.*?)```", text(name), flags=re.S)
                 if "annual_report/" in block and "pipeline.py" in block)  # fmt: skip
    parent = ""
    for line in block.splitlines():
        name = line.split()[0]
        parent = parent if line.startswith(" ") else name
        path = parent + name if line.startswith(" ") else name
        assert (ROOT / path).exists(), path


# --- The data dictionary --------------------------------------------------------------------


def described(name: str) -> Iterator[str]:
    """Write the dictionary's lines for a table, from its schema."""
    schema = shared()[name]["schema"]
    for field in schema["fields"]:
        limits = field.get("constraints", {})
        kind = " · ".join(limits["enum"]) if "enum" in limits else TYPES[field["type"]]
        if "minimum" in limits:
            kind += f" de {limits['minimum']} à {limits['maximum']}"
        if limits.get("required"):
            kind += ", obligatoire"
        line = f"| `{field['name']}` | {field['description']} | {kind} | {field['example']} |"
        yield without_spaces_that_do_not_break(line)


def section(title: str) -> list[str]:
    """Return the rows of the dictionary's table under a heading."""
    _before, found, after = text("data/README.md").partition(f"\n### {title}\n")
    assert found, f"data/README.md has no section {title}"
    rows = [line for line in re.split(r"^#+ ", after, flags=re.M)[0].splitlines()
            if line.startswith("| `")]  # fmt: skip
    return [without_spaces_that_do_not_break(row) for row in rows]


@pytest.mark.parametrize("name", shared())
def test_every_column_is_described_as_its_schema_has_it(name: str) -> None:
    assert section(f"`{name}`") == list(described(name))


@pytest.mark.parametrize(
    "name",
    sorted(str(path.relative_to(REFERENCE)) for path in REFERENCE.rglob("*.csv")),
)
def test_every_column_of_the_reference_is_described(name: str) -> None:
    header = next(csv.reader(text(f"data/reference/{name}").splitlines()))
    rows = section(f"`reference/{name}`")
    assert [row.split("`")[1] for row in rows] == header
    assert all(len(row.split("|")[2].strip()) > 3 for row in rows)


@pytest.mark.parametrize("name", ["contours", "encarts"])
def test_every_property_of_the_outlines_is_described(name: str) -> None:
    feature = json.loads(text(f"data/reference/{name}.geojson"))["features"][0]
    rows = section(f"`reference/{name}.geojson`")
    assert [row.split("`")[1] for row in rows] == list(feature["properties"])


def test_every_setting_of_a_network_is_described() -> None:
    names = [field.name for field in dataclasses.fields(Settings)]
    assert [row.split("`")[1] for row in section("Le réseau lui-même")] == names


def test_absent_is_not_zero_is_said() -> None:
    assert "## Absent n’est pas zéro" in text("data/README.md")


# --- The rest -------------------------------------------------------------------------------


def test_the_readme_leads_who_prepares_a_year_to_the_guide_first() -> None:
    opening = "\n".join(text("README.md").splitlines()[:6])
    assert "(docs/guide.md)" in opening
    assert "Vous préparez le résumé de l’année" in opening


def test_every_decision_is_in_the_list() -> None:
    listed = text("docs/decisions/README.md")
    names = {path.name for path in (ROOT / "docs" / "decisions").glob("*.md")} - {"README.md"}
    assert [name for name in sorted(names) if f"({name})" not in listed] == []


def test_the_changelog_has_a_place_for_what_is_coming() -> None:
    titles = re.findall(r"^## \[?(.*?)\]?(?: - (\d{4}-\d{2}-\d{2}))?$", text("CHANGELOG.md"), re.M)
    assert titles[0] == ("Unreleased", "")
    assert all(date for _version, date in titles[1:])


def test_ci_is_make_test_within_the_limits_of_an_ordinary_account() -> None:
    lines = text(".ci/run").splitlines()
    assert "ulimit -n 1024" in lines
    assert lines[-1].endswith(" make test")
    made = [line for line in lines if re.search(r"\bmake\b(?! test)", line.partition("#")[0])]
    assert made == []


def test_what_the_readme_says_that_a_build_prints_is_what_it_prints(
    real_build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    shown = [line for line in text("README.md").splitlines() if line.startswith("faites")]
    said = _(
        "built: {made}, up to date: {skipped}, failed: {failed}, in {seconds:.0f} s",
        made=len([*real_build.rglob("*.html")]) - 1,  # the list of them is counted apart
        skipped=0,
        failed=0,
        seconds=8,
    )
    assert shown == [without_spaces_that_do_not_break(said)]
