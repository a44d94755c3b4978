"""What a page is made of: text, tables and figures, the exporter, and the rules of publication.

from annual_report import publish

publish(frame, caption="…")                          a table
publish(ax, finding="…", alternative="…", data=…)    a figure
publish("…")                                         Markdown, which plain words are too
"""
