"""Cells: what somebody wrote → a canonical value, or a refusal that says why."""
