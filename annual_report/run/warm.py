"""What the fork server imports: each process of a build starts with all loaded and warm.

Importing is not all: the first use of an outline, a template, a schema or a locale reads files and
fills caches, half a second for each report. One small use of each is made here, once. No notebook
is run and no thread is started, so forks are safe. What can't be imported, as code that is being
edited, its own report will tell.
"""

import gc
import importlib
from contextlib import suppress

gc.disable()  # a look for garbage at each step costs a fifth of the imports, and these stay

LIBRARIES = (
    "multiprocessing.popen_fork",
    "annual_report.run.guard",
    "pandas",
    "matplotlib.pyplot",
    "papermill",
    "nbconvert",
    "annual_report.run.report",
    "annual_report.run.look",
    "annual_report.build.index",
    "annual_report.pages.chapters",
    "annual_report.sentences.departments_map",
    "annual_report.pages.figures_table",
    "encodings.utf_8_sig",
)


def warm_up() -> None:
    """Import, then use each thing once."""
    for name in LIBRARIES:
        with suppress(Exception):
            importlib.import_module(name)
    with suppress(Exception):
        _use()


def _use() -> None:
    import matplotlib.pyplot as plt
    import nbformat
    import pandas as pd

    from annual_report import charts, french, measures
    from annual_report.network import network_of
    from annual_report.pages import publication
    from annual_report.pages.export.exporter import load_templates, to_html
    from annual_report.project import ROOT
    from annual_report.reading.inspection import inspect_package
    from annual_report.run.shell import prepare_shell
    from annual_report.territories.kinds import DEFAULT
    from annual_report.territories.spelling import find_institutions

    load_templates()
    said = nbformat.v4.new_markdown_cell("Un mot.", metadata={"tags": ["publish"]})
    to_html(nbformat.v4.new_notebook(cells=[said]))
    french.number(1234.5, 1)
    find_institutions("Gers", (DEFAULT,))
    package = inspect_package(ROOT / "data" / "departements-participatifs").package
    assert package is not None
    network = network_of(package)
    figures = measures.key_figures(network, network.years[-1])
    repr(figures)
    figures.to_html()
    data = pd.DataFrame({"code": ["44"], "town": ["Nantes"]})
    ax = charts.map(data, places=data)
    publication(ax, finding="Une carte", alternative="Une carte.", data=data)._repr_mimebundle_()
    plt.close("all")
    prepare_shell()


def main() -> None:
    """Warm up, and know of which program this is; one that is edited meanwhile is no one's."""
    from annual_report import program

    before = program.program_digest()
    warm_up()
    program.read_again()
    if program.program_digest() != before:
        program.program_digest = lambda: "edited"  # type: ignore[assignment]
    gc.collect()
    gc.freeze()  # what is loaded lasts: no look writes to memory that the reports share
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


with suppress(Exception):
    main()
