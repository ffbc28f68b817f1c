"""An export from end to end: the slice, its writer, its place, and what is told about it; it reads no command line."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from newsbot.feeds import packages
from newsbot.feeds.formats import Format
from newsbot.feeds.places import Place, StandardOutput
from newsbot.feeds.streams import DigestStream, WrittenFile
from newsbot.feeds.writing import ArticleWriter, Plan
from newsbot.store.building import build_index
from newsbot.store.cursors import Position, last_position
from newsbot.store.database import Store
from newsbot.store.slices import Order, Slice, line_groups, revision_numbers

CURSOR_ENDING = ".cursor"
METADATA_ENDING = ".metadata.json"

Progress = Callable[[int, int], None]
"""Called with how many articles of how many are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is exported, as what, where to."""

    which: Slice
    form: Format
    plan: Plan
    place: Place
    name: str
    """The file's own name, or the folder's."""
    is_partitioned: bool = False
    writes_cursor: bool = False
    """Whether the cursor is written into a file beside the export too."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of it."""

    articles: int
    files: list[WrittenFile]
    position: Position


def export(store: Store, what: Export, progress: Progress) -> Exported:
    """Write the slice as it is now, whole or not at all; what is stored meanwhile is left for the next time.

    StorageError where store or place refuse; then, and after Ctrl-C, nothing is left behind.
    """
    if what.which.query or what.which.authors:
        build_index(store.database)
    position = last_position(store.database)
    order = Order.OUTLET_DAY if what.is_partitioned else what.form.order
    numbers = revision_numbers(store.database, replace(what.which, up_to=position.number), order)
    store.database.read_through()
    groups = line_groups(store.database, numbers)
    with _discarded_on_failure(what.place):
        count, files = _write(what, groups, lambda done: progress(done, len(numbers)))
        what.place.commit()
    exported = Exported(count, files, position)
    if not isinstance(what.place, StandardOutput):
        _tell_beside(what, exported)
    return exported


def _write(what: Export, groups: Iterable[list[str]], progress: Callable[[int], None]) -> tuple[int, list[WrittenFile]]:
    count = 0
    with _writer(what) as (writer, files):
        for lines in groups:
            writer.write(lines)
            count += len(lines)
            progress(count)
    return count, files


@contextmanager
def _writer(what: Export) -> Iterator[tuple[ArticleWriter, list[WrittenFile]]]:
    """Give the writer of the format and the files that it has written, complete after the block."""
    files: list[WrittenFile] = []
    writer, end = _partitioned(what, files) if what.is_partitioned else _single(what, files)
    try:
        yield writer, files
        writer.finish()
    except BaseException:
        writer.abandon()
        raise
    end()


def _single(what: Export, files: list[WrittenFile]) -> tuple[ArticleWriter, Callable[[], None]]:
    stream = what.place.open(what.name)

    def end() -> None:
        files.append(stream.written)
        what.place.close(stream)

    return what.form.maker()(stream, what.plan), end


def _partitioned(what: Export, files: list[WrittenFile]) -> tuple[ArticleWriter, Callable[[], None]]:
    from newsbot.feeds.parquet import PartitionedWriter  # noqa: PLC0415 - needs pyarrow

    return PartitionedWriter(_NotedFolder(what.place, files), what.plan), lambda: None


class _NotedFolder:
    """A place whose ended files are noted."""

    def __init__(self, place: Place, files: list[WrittenFile]) -> None:
        self.open = place.open
        self._place, self._files = place, files

    def close(self, stream: DigestStream) -> None:
        """End a file."""
        self._files.append(stream.written)
        self._place.close(stream)


@contextmanager
def _discarded_on_failure(place: Place) -> Iterator[None]:
    try:
        yield
    except BaseException:  # Ctrl-C too
        place.discard()
        raise


def _tell_beside(what: Export, exported: Exported) -> None:
    """Write what lies beside the export: for Datasette, for followers, and last the data package."""
    if what.form.name == "sqlite":
        from newsbot.feeds.sqlitefile import datasette_metadata  # noqa: PLC0415 - only here

        stem = PurePosixPath(what.name).stem
        what.place.put_beside(f"{stem}{METADATA_ENDING}", datasette_metadata(what.plan.title, stem))
    if what.writes_cursor:
        what.place.put_beside(f"{what.name}{CURSOR_ENDING}", exported.position.cursor + "\n")
    resources = [_resource(what, exported.files)]
    text = packages.package(resources, what.plan.title, what.plan.now, what.place.read_beside(packages.NAME))
    if text is not None:
        what.place.put_beside(packages.NAME, text)
    else:
        alone = packages.package(resources, what.plan.title, what.plan.now, None)
        what.place.put_beside(f"{what.name}.{packages.NAME}", str(alone))


def _resource(what: Export, files: list[WrittenFile]) -> dict[str, Any]:
    if what.is_partitioned:
        return packages.folder_resource(what.name, files, what.form)
    return packages.resource(files[0], what.form, what.plan.fields, with_revisions=what.plan.with_revisions)
