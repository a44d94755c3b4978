"""The making of a page: text, tables and figures, the exporter, and the rules of publication.

from annual_report import publish

publish(frame, caption="…")                          a table
publish(ax, finding="…", alternative="…", data=…)    a figure
publish("…")                                         Markdown, or plain words
"""
