"""What a page is made of: text, tables and figures, the exporter, and the rules of publication.

    from annual_report import publish

    publish(frame, caption="…")                          a table
    publish(ax, finding="…", alternative="…", data=…)    a figure
    publish("…")                                         Markdown, which plain words are too

What a notebook calls is this package itself: `publish(…)` is `publish.publish(…)`.
"""

import inspect
import sys
from types import ModuleType
from typing import Any

from annual_report.publish.chapters import chapter, cover
from annual_report.publish.key_figures import key_figures
from annual_report.publish.publishing import publication, publish

__all__ = ["chapter", "cover", "key_figures", "publication", "publish"]


class _Callable(ModuleType):
    """The package as notebooks call it: Python gives its name to the module, whatever it holds."""

    def __call__(self, thing: object, **options: Any) -> None:
        publish(thing, **options)


sys.modules[__name__].__class__ = _Callable
__signature__ = inspect.signature(publish)  # what JupyterLab shows of the call
