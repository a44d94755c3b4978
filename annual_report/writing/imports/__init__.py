"""Workbooks that come back: which network they are of, and what in them their author changed."""
