"""Near-duplicates: whether copies are found and others left alone, and what an article costs when many are stored.

Quality: a made set of 20,000 Arabic articles, half of them copies of the other half (``made_set`` tells how), in a
random order through the pipelines that every crawled article passes: exact text first, then MinHash bands in the store.
Cost: new articles in stores that hold 10,000, 100,000 and 1,000,000, with everything else those pipelines do. "Look-up"
is all that tells a new article from a known one: address, hashes, MinHash, search and comparison. "Keep" and "commit"
write it, text, signature and bands included. It needs 3 GB for scratch files.

It does not show a disk: the store's file fits the page cache of most machines, where a cold one costs up to thirty
random reads an article. And the made texts are not news: how alike *different* articles of a desk are decides
precision, hence the two kinds of originals. ``fingerprints.NEAR`` was chosen with this set; three other seeds of the
same making gave recall 0.983 to 0.997 and precision 0.996 to 1.0, but 100,000 templated articles, told in twenty-one
ways, recall 0.980 and precision 0.983. The target of a millisecond is set beside the look-up; writing comes on top.
"""

import tempfile
from typing import Any

from measuring import answer, mebibytes
from results import Line, Row

RECALL, PRECISION, MILLISECONDS = 0.98, 0.99, 1.0


def measure(*, is_quick: bool) -> Row:
    """Judge both kinds of set, then fill stores and ask them."""
    count, asked, sizes = (2000, 1000, [10_000]) if is_quick else (20_000, 5000, [10_000, 100_000, 1_000_000])
    row = Row("near")
    for making in ("free", "templated"):
        _tell_quality(row, making, count, answer("near_store.py", "judge", making, count))
    for stored in sizes:
        with tempfile.TemporaryDirectory() as folder:
            size = answer("near_store.py", "fill", folder, stored)["bytes"]
            _tell_cost(row, stored, size, answer("near_store.py", "ask", folder, asked))
    row.notes.append(f"Cost: {asked} articles of the free set, the first tenth not counted; CPU, commit every 100.")
    return row


def _tell_quality(row: Row, making: str, count: int, found: dict[str, Any]) -> None:
    recall, precision = found["recall"], found["precision"]
    row.lines.append(Line(f"recall, {making} originals", f"{recall:.4f}", target=f">= {RECALL}"))
    row.lines.append(Line(f"precision, {making} originals", f"{precision:.4f}", target=f">= {PRECISION}"))
    ways = ", ".join(f"{way} {share:.4f}" for way, share in found["recall_by_way"].items())
    row.notes.append(
        f"{count:,} articles with {making} originals, {found['copies']:,} of them copies, {found['wrong']} marked as a "
        f"copy of another story; recall by way: {ways}."
    )


def _tell_cost(row: Row, stored: int, size: int, found: dict[str, Any]) -> None:
    parts = found["milliseconds"]
    told = ", ".join(f"{part} {milliseconds:.2f}" for part, milliseconds in parts.items())
    row.lines += [
        Line(f"look-up, {stored:,} stored", f"{parts['look-up']:.2f} ms", target=f"<= {MILLISECONDS} ms"),
        Line(f"look-up, keep and commit, {stored:,} stored", f"{sum(parts.values()):.2f} ms"),
        Line(f"peak memory, {stored:,} stored", mebibytes(found["peak_bytes"]), target="flat"),
    ]
    row.notes.append(f"{stored:,} stored, a file of {mebibytes(size)}: {told} ms an article.")
