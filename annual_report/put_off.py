"""Importing a module when it is first used, though somebody imports a function of it at once.

Beside Jupyter, jsonschema finds a package by which it checks addresses in any alphabet, and takes
one function of it. Its grammar takes longer to load than all else that `check` needs, and no schema
here asks for it: so it comes when it is asked for, and whoever does ask gets the true answer.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any


class _PutOff(ModuleType):
    """What stands for a module until one of its functions is called, or all else is asked for."""

    def __init__(self, name: str, path: list[str], *functions: str) -> None:
        super().__init__(name)
        self.__path__ = path
        for each in functions:
            setattr(self, each, self._late(each))

    def _late(self, function: str) -> Callable[..., Any]:
        return lambda *arguments, **options: getattr(self._true(), function)(*arguments, **options)

    def _true(self) -> ModuleType:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return import_module(self.__name__)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._true(), name)


def put_off(name: str, *functions: str) -> None:
    """Have `functions` of a package, and all else of it, loaded when they are first used."""
    if name not in sys.modules and (spec := find_spec(name)):
        sys.modules[name] = _PutOff(name, list(spec.submodule_search_locations or ()), *functions)
