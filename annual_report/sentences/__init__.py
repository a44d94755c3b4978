"""Sentences of the reports, a module for each chapter: frame in, French out."""
