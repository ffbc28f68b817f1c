"""Reads the documentation as its readers do: headings, tables, code and links."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CELL_BREAK = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Document:
    path: Path

    @cached_property
    def text(self):
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def prose(self):
        """The text without its code."""
        return FENCE.sub("", self.text)

    @property
    def headings(self):
        return HEADING.findall(self.prose)

    @property
    def anchors(self):
        """What a link's fragment may be, as forges make it of a heading."""
        plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in self.headings)
        return {text.replace(" ", "-") for text in plain}

    @property
    def links(self):
        return LINK.findall(self.prose)

    @cached_property
    def tables(self):
        """The rows of each table, its header first and without the rule below it."""
        blocks = re.findall(r"(?:^\|.*\n)+", self.prose, re.MULTILINE)
        tables = [[cells(line) for line in block.splitlines()] for block in blocks]
        return [[table[0], *table[2:]] for table in tables]

    @property
    def rows(self):
        """The rows of all tables."""
        return [row for table in self.tables for row in table[1:]]

    def table(self, *header):
        """The rows of the tables whose headers begin with *header*."""
        return [row for table in self.tables if table[0][: len(header)] == list(header) for row in table[1:]]

    def section(self, heading):
        """The prose below *heading*, up to the next one."""
        return re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", self.prose, re.MULTILINE | re.DOTALL)[1]

    def code(self, language):
        return [body for kind, body in FENCE.findall(self.text) if kind == language]


def cells(line):
    return [cell.strip() for cell in CELL_BREAK.split(line.strip().strip("|"))]


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def document():
    """Opens a document by its path from the top."""
    return lambda path: Document(ROOT / path)


@pytest.fixture(scope="session")
def documents():
    """Every document of the project."""
    return [Document(path) for path in (*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md")))]


@pytest.fixture(scope="session")
def names():
    """Takes what stands in backticks out of a cell."""
    return lambda cell: re.findall(r"`([^`]+)`", cell)
