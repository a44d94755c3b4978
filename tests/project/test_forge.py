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


@pytest.mark.deep
@pytest.mark.parametrize("forge", SCHEMAS)
def test_its_steps_make_pages_of_a_right_network_alone(forge: str, tmp_path: Path) -> None:
    network = Path(shutil.copytree(TWIN, tmp_path / "reseau"))
    environment = {**os.environ, "PROGRAMME": ROOT.as_uri(), "LANGUAGE": ""}

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
