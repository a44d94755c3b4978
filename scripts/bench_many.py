"""A thousand networks of one small page each, beside a hundred, with 256 open files at most.

    python scripts/bench_many.py [--networks 1000]

What is measured is what each network costs beside its pages: it is looked at, locked, read, listed
and released. All are copies of the real network; the page says one sentence.
"""

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path

import nbformat
from bench_networks import NETWORK
from spending import spent

NETWORKS = 1000
SHARE = 10
"""How many times fewer networks the others are."""
BUILD = """
import json, os, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
from annual_report.build.build import Options, build
from annual_report.publication.networks import jobs_of
from annual_report.build.pages import notebooks
data, out, own = sys.argv[1:]
options = Options(jobs=os.cpu_count() or 1)
good = build(jobs_of([data], out, notebooks([Path(own)])), options, lambda event: None)
print(json.dumps([resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
sys.exit(not good)
"""
CELLS = (
    'data: str = "data/departements-participatifs"',
    """from IPython.display import display
from annual_report import front, open_network, publish
network = open_network(data)
display(front(network, titre="Le", sous_titre="réseau", chapeau="Une phrase.",
              document="Le réseau", résumé="Une phrase."))""",
)


def measured(networks: int = NETWORKS) -> str:
    """Measure both, and say it in a sentence."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_notebook(folder / "notebooks")
        few, many = (_built(folder, count) for count in (max(1, networks // SHARE), networks))
    count, seconds, processor, memory = many
    return (
        f"{count} separate networks of one small page each, with 256 open files at most: "
        f"{seconds:.0f} s, {seconds / count:.3f} s and {processor / count:.3f} s of the processor "
        f"each, {processor / count / (few[2] / few[0]):.2f} times what each of {few[0]} costs; the "
        f"build's own process had {memory:.0f} MiB at most, {memory / few[3]:.2f} times as much."
    )


def _built(folder: Path, count: int) -> tuple[int, float, float, float]:
    data = folder / f"data-{count}"
    for number in range(count):
        shutil.copytree(NETWORK, data / f"reseau-{number:04}")
    cost = spent(BUILD, data, folder / f"out-{count}", folder / "notebooks")
    made = len(list((folder / f"out-{count}").glob("*/page.html")))
    assert made == count, f"{made} of {count} pages were made"
    return count, cost.seconds, cost.processor, json.loads(cost.said)[0]


def write_notebook(folder: Path) -> None:
    """Write a notebook that makes one page in a moment."""
    folder.mkdir()
    code = [nbformat.v4.new_code_cell(each) for each in CELLS]
    code[0].metadata["tags"] = ["parameters"]
    notebook = nbformat.v4.new_notebook(cells=code)
    notebook.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "P"}
    notebook.metadata["annual_report"] = {"pages": {}}
    nbformat.write(notebook, folder / "page.ipynb")


if __name__ == "__main__":
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--networks", type=int, default=NETWORKS)
    print(measured(parser.parse_args().networks))
