"""What the server imports whose processes read networks: pandas and frictionless, and no more.

A first network is read here, so that caches are filled.
"""

from annual_report.build import lean  # noqa: I001  # before anything imports jsonschema

from annual_report import ROOT
from annual_report.build import fingerprint, look
from annual_report.data.inspection import inspect_network

__all__ = ["look"]

fingerprint.stamps()
inspect_network(ROOT / "data" / "departements-participatifs")
fingerprint.program_digest()  # last: what was read before must be what it is the hash of
lean.settle()
