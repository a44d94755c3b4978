"""Imported before all else where processes are forked: imports are light, and garbage can wait.

A look for cyclic garbage at each step costs a fifth of the imports, and what is imported stays.
"""

import gc

from annual_report.lean import defer, import_jsonschema

gc.disable()
import_jsonschema()
defer("requests")  # papermill opens notebooks on the web with it


def settle() -> None:
    """Take all that is loaded for lasting, and look for garbage again, seldom.

    A report's process is short-lived, and a look writes to memory that it shares with the server.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
