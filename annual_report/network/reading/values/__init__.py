"""Cells: a typed text → a canonical value, or a refusal with the reason."""
