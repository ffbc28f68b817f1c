"""CSV that a spreadsheet opens as what it is: Arabic text in cells, and no formula; it flattens nothing itself.

UTF-8 with a byte order mark, without which Excel takes it for a legacy encoding; commas, double quotes, CRLF between
rows and LF inside of cells (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it.
"""

import csv
import json
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from newsbot.feeds.flat import Cell, columns, row
from newsbot.feeds.writing import ArticleWriter, Plan, Sink

_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
# Excel and LibreOffice run what begins so; the wide forms are what East Asian keyboards make of the same keys.
_FORMULA = re.compile("[\\s\N{ZERO WIDTH NO-BREAK SPACE}]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\\t\\r\\n]")
_LINE_END = re.compile(r"\r\n?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class SpreadsheetWriter(ArticleWriter):
    """A row of headings, then one article a row."""

    def __init__(self, stream: Sink, plan: Plan) -> None:
        self._stream = stream
        self._columns = columns(plan.fields)
        stream.write(_BYTE_ORDER_MARK)
        self._add([[column.name for column in self._columns]])

    def write(self, lines: Sequence[str]) -> None:
        """Add the rows."""
        self._add([harmless(cell) for cell in row(json.loads(line), self._columns)] for line in lines)

    def finish(self) -> None:
        """Do nothing: the last row has its end."""

    def _add(self, rows: Iterable[Sequence[Cell]]) -> None:
        text = StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        self._stream.write(text.getvalue().encode("utf-8"))


def harmless(cell: Cell) -> Cell:
    r"""Return text that no spreadsheet takes for a formula, with its line ends as LF and no control characters.

    >>> harmless("=HYPERLINK(1)"), harmless("-5 درجات"), harmless(-5), harmless("أ\r\nب")
    ("'=HYPERLINK(1)", "'-5 درجات", -5, 'أ\nب')
    """
    if not isinstance(cell, str):
        return cell
    mark = "'" if _FORMULA.match(cell) else ""
    return mark + _CONTROLS.sub("", _LINE_END.sub("\n", cell))
