"""What the one server of a cluster's worker imports, which reads networks and makes reports."""

from annual_report.run import warm, warm_look

__all__ = ["warm", "warm_look"]
