"""What the fork server imports: each process of a build starts with all loaded and warm.

Importing is not all: the first use of an outline, a template, a schema or a locale reads files and
fills caches. One small use of each is made here, once. No notebook is run and no thread is started,
so forks are safe. What can't be imported, as code that is being edited, its own report will tell.
"""

import gc
import importlib
import pkgutil
from contextlib import suppress

gc.disable()  # a look for garbage at each step costs a fifth of the imports, and these stay

LIBRARIES = (
    "ctypes",
    "annual_report.run.guard",
    "pandas",
    "matplotlib.pyplot",
    "IPython",
    "annual_report.run.report",
    "annual_report.run.look",
    "annual_report.build.index",
    "encodings.utf_8_sig",
)
PACKAGES = ("measures", "sentences", "charts", "publish")
"""The packages of which notebooks import; one may be gone."""


def warm_up() -> None:
    """Import, then use each thing once."""
    for name in LIBRARIES:
        with suppress(Exception):
            importlib.import_module(name)
    for package in PACKAGES:
        with suppress(Exception):
            found = importlib.import_module(f"annual_report.{package}")
            for module in pkgutil.iter_modules(found.__path__):
                importlib.import_module(f"{found.__name__}.{module.name}")
    for use in (_read_and_measure, _export, _say, _draw, _prepare_a_shell):
        with suppress(Exception):
            use()


def _read_and_measure() -> None:
    from annual_report import measures
    from annual_report.network import network_of
    from annual_report.project import ROOT
    from annual_report.reading.inspection import inspect_package

    package = inspect_package(ROOT / "data" / "departements-participatifs").package
    assert package is not None
    network = network_of(package)
    figures = measures.key_figures(network, network.years[-1])
    repr(figures)
    figures.to_html()


def _export() -> None:
    import nbformat

    from annual_report.publish.checks.contrasts import low_contrasts
    from annual_report.publish.page.exporter import load_templates, to_html

    to_html(nbformat.v4.new_notebook())
    load_templates()
    low_contrasts()


def _say() -> None:
    from annual_report import french
    from annual_report.territories.institutions import neighbours
    from annual_report.territories.kinds import DEFAULT
    from annual_report.territories.provenance import sources
    from annual_report.territories.spelling import find_institutions

    french.enumeration([french.number(1234.5, 1), french.in_words(3)])
    neighbours(DEFAULT)
    sources()
    find_institutions("Gers", (DEFAULT,))


def _draw() -> None:
    import matplotlib.pyplot as plt
    import pandas as pd

    from annual_report import charts
    from annual_report.publish import publication

    data = pd.DataFrame({"code": ["44"], "town": ["Nantes"]})
    ax = charts.map(data, places=data)
    publication(ax, finding="Une carte", alternative="Une carte.", data=data)._repr_mimebundle_()
    plt.close("all")


def _prepare_a_shell() -> None:
    from annual_report.run import shell

    shell.prepare_shell()


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
