"""Loading all that a report needs, and using each thing once, before processes are forked for them.

Importing is not all: the first use of a template or a locale reads files and fills caches, half a
second for each report. No notebook is run and no thread is started, so forks are safe. What can't
be done is kept as `failure`, and each call says it.
"""

import atexit
import gc
import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable

from annual_report.program import hash_program
from annual_report.run.guard import ENVIRONMENT

os.environ.update(ENVIRONMENT)  # before the libraries that look there
if not os.access(os.path.expanduser("~"), os.W_OK):  # or they complain of it
    _place = tempfile.mkdtemp(prefix="annual-report-")
    atexit.register(shutil.rmtree, _place, ignore_errors=True)
    os.environ.update(MPLCONFIGDIR=_place, IPYTHONDIR=_place)
LIBRARIES = (
    "encodings.utf_8_sig",
    "pandas",
    "matplotlib.pyplot",
    "papermill",
    "nbconvert",
    "annual_report.run.report",
)
failure: Exception | None = None


def warm_up(*uses: Callable[[], object]) -> None:
    """Know of which program this is, import, and use each thing once."""
    global failure
    hash_program()  # now: one that is edited meanwhile is another
    gc.disable()  # a look for garbage at each step costs a fifth of the imports, and these stay
    # Its grammars take a second, for a format of addresses that no notebook's schema asks for.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    try:
        for name in LIBRARIES:
            importlib.import_module(name)
        del sys.modules["rfc3987_syntax"]  # a notebook may want it
        for use in (_use_machine, *uses):
            use()
    except Exception as error:  # code that is being edited, say
        failure = error
    gc.collect()
    gc.freeze()  # what is loaded lasts: no look writes to memory that the reports share
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def _use_machine() -> None:
    import matplotlib.pyplot as plt
    import nbformat
    import pandas as pd

    from annual_report.pages.export.exporter import load_templates, to_html
    from annual_report.pages.publishing import make_fragment
    from annual_report.run.shell import prepare_shell

    load_templates()
    said = nbformat.v4.new_markdown_cell("Un mot.", metadata={"tags": ["publish"]})
    to_html(nbformat.v4.new_notebook(cells=[said]))
    data = pd.DataFrame({"Ville": ["Nantes", "Auch"], "Nombre": [1.5, None]})
    make_fragment(data, caption="Deux villes")._repr_mimebundle_()
    ax = data.plot.bar(x="Ville")
    make_fragment(ax, finding="Deux villes.", alternative="Deux barres.", data=data)
    plt.close("all")
    prepare_shell()
