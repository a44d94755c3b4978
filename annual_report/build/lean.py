"""Imported before all else where reports are made: what is slow to load and never used stays out.

jsonschema imports rfc3987_syntax where it is installed, which builds a grammar of all web
addresses at import: more than a second, a third of a cold start. It checks the format "iri", which
no notebook and no table has. jsonschema does without it where it is missing.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # import says "missing"
