"""What the server imports whose processes read networks: pandas and frictionless, and no more.

A first network is read here, so that caches are filled.
"""

from annual_report.run import lean  # noqa: I001  # before anything imports jsonschema

from annual_report import ROOT
from annual_report.build import fingerprint
from annual_report.run import look
from annual_report.reading.inspection import inspect_package

__all__ = ["look"]

fingerprint.stamps()
inspect_package(ROOT / "data" / "departements-participatifs")
fingerprint.program_digest()  # last: what was read before must be what it is the hash of
lean.settle()
