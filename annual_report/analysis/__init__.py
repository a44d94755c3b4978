"""Measures of a network: pure functions, tables in, small frozen values or tables out."""
