"""The sources of facts beside what every scheme has."""

from kaohe.workflow.facts.source import Source

SOURCES: tuple[Source, ...] = ()
