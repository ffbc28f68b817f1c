"""What two sequences have in common, in order and in bounded time; it knows nothing of words or paragraphs.

What occurs once on both sides anchors the rest (a patience diff), what lies between two anchors is aligned by Myers'
shortest edit, and both share one budget of steps: sequences made to be slow come out as different instead of never.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

_STEPS = 1_500_000
"""Half a second on the slowest machine measured; two versions of 50,000 words with 500 edits take a tenth of it."""
_MOST_EDITS = 400
"""Between two anchors; beyond, nobody reads a word-by-word account any more."""


def aligned(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of *old* and *new* that hold the same, in rising order on both sides: the longest such list or nearly.

    Where the budget ends, what is left is told as different.
    """
    return sorted(_Alignment(old, new).pairs)


class _Alignment:
    """One alignment and what is left of its budget."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = old, new
        self.pairs: list[tuple[int, int]] = []
        self.steps = _STEPS
        blocks = [(0, len(old), 0, len(new))]
        while blocks:
            blocks += self._split(self._trimmed(blocks.pop()))

    def _trimmed(self, block: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        """Pair what is the same at both ends of a block; the rest of the block."""
        start, end, other_start, other_end = block
        while start < end and other_start < other_end and self.old[start] == self.new[other_start]:
            self.pairs.append((start, other_start))
            start, other_start = start + 1, other_start + 1
        while start < end and other_start < other_end and self.old[end - 1] == self.new[other_end - 1]:
            end, other_end = end - 1, other_end - 1
            self.pairs.append((end, other_end))
        return start, end, other_start, other_end

    def _split(self, block: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
        """Cut a block at its anchors, or align it at once where it has none; the blocks that are left to do."""
        start, end, other_start, other_end = block
        self.steps -= end - start + other_end - other_start
        if start == end or other_start == other_end or self.steps <= 0:
            return []
        anchors = _rising(self._unique_pairs(block))
        if not anchors:
            self._shortest(block)
            return []
        blocks = []
        for here, there in [*anchors, (end, other_end)]:
            blocks.append((start, here, other_start, there))
            start, other_start = here + 1, there + 1
        self.pairs += anchors
        return blocks

    def _unique_pairs(self, block: tuple[int, int, int, int]) -> list[tuple[int, int]]:
        start, end, other_start, other_end = block
        here, there = Counter(self.old[start:end]), Counter(self.new[other_start:other_end])
        places = {self.new[at]: at for at in range(other_start, other_end) if there[self.new[at]] == 1}
        return [
            (at, places[self.old[at]]) for at in range(start, end) if here[self.old[at]] == 1 and self.old[at] in places
        ]

    def _shortest(self, block: tuple[int, int, int, int]) -> None:
        """Myers' greedy algorithm; a block that needs more than _MOST_EDITS stays unpaired."""
        start, end, other_start, other_end = block
        width, height = end - start, other_end - other_start
        reach, trail = {1: 0}, []
        for edits in range(min(width + height, _MOST_EDITS) + 1):
            trail.append(reach.copy())
            self.steps -= edits + 1
            if self.steps <= 0:
                return
            for diagonal in range(-edits, edits + 1, 2):
                x = _next_reach(reach, diagonal, edits)
                while x < width and x - diagonal < height and self._same(start + x, other_start + x - diagonal):
                    x += 1
                reach[diagonal] = x
                if x >= width and x - diagonal >= height:
                    self.pairs += [(start + x, other_start + y) for x, y in _matches(trail, width, height)]
                    return

    def _same(self, here: int, there: int) -> bool:
        self.steps -= 1
        return self.old[here] == self.new[there]


def _next_reach(reach: dict[int, int], diagonal: int, edits: int) -> int:
    goes_down = diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])
    return reach[diagonal + 1] if goes_down else reach[diagonal - 1] + 1


def _matches(trail: list[dict[int, int]], x: int, y: int) -> Iterator[tuple[int, int]]:
    """Walk back through what each number of edits reached; yield the positions that were the same."""
    for edits in range(len(trail) - 1, -1, -1):
        reach, diagonal = trail[edits], x - y
        goes_down = diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])
        before = diagonal + 1 if goes_down else diagonal - 1
        came_x = reach[before]
        came_y = came_x - before
        while x > max(came_x, 0) and y > max(came_y, 0):
            x, y = x - 1, y - 1
            yield x, y
        x, y = came_x, came_y


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of *pairs*, which rise on the left, that rises on the right too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        at = bisect_left(ends, there)
        before.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(there)
            last.append(number)
        else:
            ends[at], last[at] = there, number
    chain, number = [], last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]
