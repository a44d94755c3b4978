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


def list_steps(forge: str) -> list[str]:
    """Return the lines that a forge types in a shell, until the pages are made."""
    read = yaml.safe_load((FORGES / f"{forge}.yml").read_text(encoding="utf-8"))
    if forge == "gitlab":
        return list(read[".pages"]["script"])
    steps = read["jobs"]["pages"]["steps"]
    return [line for step in steps for line in step.get("run", "").splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize("forge", SCHEMAS)
def test_its_file_is_one_that_the_forge_reads(forge: str) -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", SCHEMAS[forge]]
    done = subprocess.run(
        [*check, FORGES / f"{forge}.yml"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("forge", SCHEMAS)
def test_a_new_network_has_the_file_where_its_forge_looks(forge: str, tmp_path: Path) -> None:
    asked = ("init", "reseau", "--forge", forge)
    done = pipeline(*asked, cwd=tmp_path, answer="\nGers\n2025\n")

    assert done.returncode == 0, done.stderr
    assert f"{FORGE_FILES[forge]}: written" in done.stdout

    written = tmp_path / "reseau" / FORGE_FILES[forge]
    assert written.read_bytes() == (FORGES / f"{forge}.yml").read_bytes()


def start_network(folder: Path, name: str) -> None:
    """Start a network of one member, to be published by GitHub."""
    answers = "\nGers\n2025\n"  # its usual name, its members, its first year
    done = pipeline("init", name, "--forge", "github", cwd=folder, answer=answers)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_gitignore_that_is_there_stays(tmp_path: Path) -> None:
    own = tmp_path / "reseau" / ".gitignore"
    own.parent.mkdir()
    own.write_text("mine\n")
    start_network(tmp_path, "reseau")

    assert own.read_text() == "mine\n"


def test_git_leaves_out_what_is_made_again_and_keeps_the_network(tmp_path: Path) -> None:
    start_network(tmp_path, "reseau")
    network = tmp_path / "reseau"
    made_or_locked = (
        "build/reseau/2025.html",
        "envoi/x.pdf",
        "anciens/2026-01-01-1200/reseau.xlsx",
        ".reseau",
        "~$reseau.xlsx",
        ".~lock.reseau.xlsx#",
    )
    for name in made_or_locked:
        (network / name).parent.mkdir(parents=True, exist_ok=True)
        (network / name).touch()
    subprocess.run(["git", "init", "--quiet"], cwd=network, check=True)
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"],
        cwd=network,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    kept = {"reseau.xlsx", "textes/2025.md", ".gitignore", ".github/workflows/pages.yml"}

    assert set(listed) == kept


def find_program(forge: str, network: Path) -> str:
    """Return what the variable of a forge says: a wheel in the network's folder, or a commit."""
    if forge == "gitlab":
        head = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return f"git+{ROOT.as_uri()}@{head.stdout.strip()}"
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*build, "--directory", network], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = network.glob("*.whl")
    return f"./{wheel.name}"


@pytest.mark.deep
@pytest.mark.parametrize("forge", SCHEMAS)
def test_its_steps_make_pages_of_a_right_network_alone(forge: str, tmp_path: Path) -> None:
    network = Path(shutil.copytree(TWIN, tmp_path / "reseau"))
    environment = {**os.environ, "PROGRAMME": find_program(forge, network), "LANGUAGE": ""}

    def run(steps: list[str]) -> "subprocess.CompletedProcess[str]":
        script = ["bash", "-euc", "\n".join(steps)]
        return subprocess.run(
            script, cwd=network, env=environment, capture_output=True, text=True, check=False
        )

    steps = list_steps(forge)
    done = run(steps)
    assert done.returncode == 0, done.stdout + done.stderr
    made = {path.name for path in (network / "public").iterdir()}
    assert {"index.html", "2025.html"} <= made
    assert ".build" not in made
    # What is wrong is said, and nothing is made of it.
    shutil.rmtree(network / "public")
    members = network / "membres.csv"
    members.write_text(members.read_text(encoding="utf-8") + "2025,Gerz\n", encoding="utf-8")
    done = run([line for line in steps if "check" in line or "build" in line])
    assert done.returncode == 1
    assert "Gerz" in done.stdout
    assert not (network / "public").exists()
