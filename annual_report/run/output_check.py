"""nbformat's check of a cell or an output, compiled as its check of a whole notebook is.

nbclient has each output checked as it arrives, papermill the cell that it adds, and nbformat goes
through the schema anew each time, which takes longer than most cells. Compiled, the check finds the
same faults; nbformat words them as before.
"""

import json
from pathlib import Path
from typing import Any

import fastjsonschema
import nbformat
from nbformat.json_compat import FastJsonSchemaValidator, JsonSchemaValidator
from nbformat.validator import validators

VERSION = (nbformat.current_nbformat, nbformat.current_nbformat_minor)
PARTS = ("execute_result", "display_data", "stream", "error", "code_cell")
WHOLE = "notebook"


class PartValidator(JsonSchemaValidator):
    """nbformat's validator, with a notebook and parts of one compiled together, each once."""

    name = FastJsonSchemaValidator.name

    def __init__(self, schema: dict[str, Any]) -> None:
        super().__init__(schema)
        common = {name: schema[name] for name in ("$schema", "definitions")}
        whole = {name: part for name, part in schema.items() if name not in common}
        common["definitions"] = {**schema["definitions"], WHOLE: whole}
        self._kinds = {f"#/definitions/{kind}": kind for kind in PARTS}
        references = {kind: {"$ref": f"#/definitions/{kind}"} for kind in (*PARTS, WHOLE)}
        self._check = fastjsonschema.compile({**common, "properties": references})

    def iter_errors(self, data: Any, schema: dict[str, str] | None = None) -> list[Any]:
        """Return what is wrong with a notebook, or with the part of one that `schema` refers to."""
        kind = self._kinds.get(schema["$ref"]) if schema else WHOLE
        if kind is None:
            return list(super().iter_errors(data, schema))
        try:
            self._check({kind: data})
        except fastjsonschema.JsonSchemaException as error:
            return [error]
        return []


def compile_checks() -> None:
    """Have nbformat use compiled checks in this process and those forked from it."""
    module = nbformat.versions[VERSION[0]]
    path = Path(module.__file__).parent / module.nbformat_schema[VERSION]
    schema = json.loads(path.read_text(encoding="utf-8"))
    validators["fastjsonschema", *VERSION, False] = PartValidator(schema)
