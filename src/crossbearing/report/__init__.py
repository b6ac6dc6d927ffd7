"""One HTML file with nothing outside it: events, map, timeline, highlighted texts, each event with its origins board."""

from crossbearing.report.onefile import write_report

__all__ = ["write_report"]
