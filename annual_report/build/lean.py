"""Imported before all else where reports are made: what is slow to load and never used stays out.

jsonschema checks the format of addresses, colours and durations with whichever packages it finds;
no notebook and no table has any, and it does without where one is missing. Their imports are two
fifths of a cold start; rfc3987_syntax alone builds a grammar of all web addresses.

Looking for cycles is put off as well: nothing that an import makes is ever garbage.
"""

import gc
import sys

NEVER_USED = ("fqdn", "isoduration", "rfc3986_validator", "rfc3987_syntax", "uri_template")

for _name in NEVER_USED:
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]  # import says "missing"
gc.disable()
