"""One notebook executed: the engines, and the clean process that each report gets."""
