"""nbformat's check of one output, compiled as its check of a whole notebook is.

nbclient has each output checked as it arrives, and nbformat goes through the schema anew each time,
which takes longer than most cells. Compiled, the check finds the same faults; nbformat words them
as before.
"""

import json
from pathlib import Path
from typing import Any

import fastjsonschema
import nbformat
from nbformat.json_compat import FastJsonSchemaValidator
from nbformat.validator import validators

VERSION = (nbformat.current_nbformat, nbformat.current_nbformat_minor)
OUTPUTS = ("execute_result", "display_data", "stream", "error")


class OutputValidator(FastJsonSchemaValidator):
    """nbformat's fast validator, with outputs compiled too."""

    def __init__(self, schema: dict[str, Any]) -> None:
        super().__init__(schema)
        references = (f"#/definitions/{kind}" for kind in OUTPUTS)
        self._checks = {
            reference: fastjsonschema.compile({**schema, "$ref": reference})
            for reference in references
        }

    def iter_errors(self, data: Any, schema: dict[str, str] | None = None) -> list[Any]:
        """Return what is wrong with a notebook, or with the part of one that `schema` refers to."""
        check = self._checks.get(schema["$ref"]) if schema else None
        if check is None:
            return list(super().iter_errors(data, schema))
        try:
            check(data)
        except fastjsonschema.JsonSchemaException as error:
            return [error]
        return []


def compile_checks() -> None:
    """Have nbformat use compiled checks in this process and those forked from it."""
    module = nbformat.versions[VERSION[0]]
    path = Path(module.__file__).parent / module.nbformat_schema[VERSION]
    schema = json.loads(path.read_text(encoding="utf-8"))
    validators["fastjsonschema", *VERSION, False] = OutputValidator(schema)
