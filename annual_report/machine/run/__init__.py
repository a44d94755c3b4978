"""The execution of a notebook: the engines, and the clean process of each report."""
