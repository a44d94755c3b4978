"""Measures of a network: pure functions, tables in, tidy tables out."""
