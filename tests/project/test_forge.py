"""What a forge does for a network: it reads the file that says so, whose steps make pages."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import pipeline
from twin import TWIN

from annual_report.base.project import FORGES, ROOT
from annual_report.network.writing.new_network import FORGE_FILES

SCHEMAS = {"github": "vendor.github-workflows", "gitlab": "vendor.gitlab-ci"}
"""The forges that the program has a file for; the name of its schema in check-jsonschema."""


def list_steps(forge: str) -> list[str]:
    """Return the lines that a forge types in a shell, until the pages are made."""
    read = yaml.safe_load((FORGES / f"{forge}.yml").read_text(encoding="utf-8"))
    if forge == "gitlab":
        return list(read[".pages"]["script"])
    steps = read["jobs"]["pages"]["steps"]
    return [line for step in steps for line in step.get("run", "").splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize("forge", SCHEMAS)
def test_the_file_for_a_forge_keeps_to_the_forge_s_own_schema(forge: str) -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", SCHEMAS[forge]]
    file = FORGES / f"{forge}.yml"

    done = subprocess.run([*check, file], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("forge", SCHEMAS)
def test_a_new_network_has_the_file_where_its_forge_looks(forge: str, tmp_path: Path) -> None:
    """`FORGE_FILES` has the place at which each forge looks: ".gitlab-ci.yml" for GitLab."""
    done = start_network(tmp_path, "reseau", forge=forge)

    assert f"{FORGE_FILES[forge]}: written" in done.stdout
    written = tmp_path / "reseau" / FORGE_FILES[forge]
    assert written.read_bytes() == (FORGES / f"{forge}.yml").read_bytes()


def start_network(
    folder: Path, name: str, *, forge: str = "github"
) -> "subprocess.CompletedProcess[str]":
    """Start a network of one member, to be published by a forge; return what is said."""
    answers = "\nGers\n2025\n"  # its usual name, its members, its first year
    done = pipeline("init", name, "--forge", forge, cwd=folder, answer=answers)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_a_new_network_leaves_a_gitignore_that_is_there_as_it_is(tmp_path: Path) -> None:
    gitignore = tmp_path / "reseau" / ".gitignore"
    gitignore.parent.mkdir()
    gitignore.write_text("mine\n")

    start_network(tmp_path, "reseau")

    assert gitignore.read_text() == "mine\n"


def list_files_for_git(folder: Path) -> set[str]:
    """Return the files of a new repository in a folder that its .gitignore lets git see."""
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    command = ["git", "ls-files", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines())


def test_git_leaves_out_what_is_made_again_and_keeps_the_network(tmp_path: Path) -> None:
    start_network(tmp_path, "reseau")
    network = tmp_path / "reseau"
    made_again = ("build/reseau/2025.html", "envoi/x.pdf")
    former_and_locked = (
        "anciens/2026-01-01-1200/reseau.xlsx",
        ".reseau",
        "~$reseau.xlsx",
        ".~lock.reseau.xlsx#",
    )
    for name in made_again + former_and_locked:
        (network / name).parent.mkdir(parents=True, exist_ok=True)
        (network / name).touch()

    assert list_files_for_git(network) == {
        "reseau.xlsx",
        "textes/2025.md",
        ".gitignore",
        ".github/workflows/pages.yml",
    }


def name_program(forge: str, network: Path) -> str:
    """Return the program as the variable of a forge names it: a wheel that is made, or a commit.

    "./annual_report-0.2.0-py3-none-any.whl" in the network's folder, or "git+file:///…@4f5e6d".
    """
    if forge == "gitlab":
        head = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return f"git+{ROOT.as_uri()}@{head.stdout.strip()}"
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*build, "--directory", network], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = network.glob("*.whl")
    return f"./{wheel.name}"


def run_steps(forge: str, network: Path, steps: list[str]) -> "subprocess.CompletedProcess[str]":
    """Type steps of a forge's file in a shell, in the folder of a network."""
    environment = {**os.environ, "PROGRAMME": name_program(forge, network), "LANGUAGE": ""}
    script = ["bash", "-euc", "\n".join(steps)]
    return subprocess.run(
        script, cwd=network, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.deep
@pytest.mark.parametrize("forge", SCHEMAS)
def test_the_steps_of_a_forge_make_pages_of_a_right_network_and_of_no_wrong_one(
    forge: str, tmp_path: Path
) -> None:
    network = Path(shutil.copytree(TWIN, tmp_path / "reseau"))
    steps = list_steps(forge)

    done = run_steps(forge, network, steps)

    assert done.returncode == 0, done.stdout + done.stderr
    pages = {path.name for path in (network / "public").iterdir()}
    assert {"index.html", "2025.html"} <= pages
    assert ".build" not in pages

    # A member that doesn't exist is told, and nothing is made.
    shutil.rmtree(network / "public")
    members = network / "membres.csv"
    members.write_text(members.read_text(encoding="utf-8") + "2025,Gerz\n", encoding="utf-8")
    after_installation = [line for line in steps if "check" in line or "build" in line]

    refused = run_steps(forge, network, after_installation)

    assert refused.returncode == 1
    assert "Gerz" in refused.stdout
    assert not (network / "public").exists()
