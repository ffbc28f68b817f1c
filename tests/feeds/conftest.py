"""Exports in this process: a store with a few of everything, and a call for each format."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath

import pytest
from made_articles import bare, hostile, keep, values

from newsbot.feeds.exporting import Export, export
from newsbot.feeds.formats import known_format
from newsbot.feeds.places import place
from newsbot.feeds.writing import Plan
from newsbot.store.database import open_store
from newsbot.store.slices import Slice

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class Exports:
    store: object
    folder: object

    def __call__(self, name, form, *, which=None, replace=False, is_partitioned=False, **plan):
        """Export to *name*, below the folder or on S3; returns what came of it."""
        target = name if "://" in name else str(self.folder / name)
        goal = place(target, replace=replace, is_folder=is_partitioned)
        what = Export(
            which=which or Slice(),
            form=known_format(form, "--format"),
            plan=Plan(title="أخبار demo", now=NOW, scratch=goal.scratch, **plan),
            place=goal,
            name=PurePosixPath(target).name,
            is_partitioned=is_partitioned,
        )
        return export(self.store, what, lambda done, of: None)

    def path(self, name):
        return self.folder / name


@pytest.fixture
def items():
    """What the store holds, in its order."""
    return [values(1), bare(2), hostile(3), values(4, outlet="other", duplicate_of="a001")]


@pytest.fixture
def exports(tmp_path, items):
    with open_store(f"sqlite:///{tmp_path}/newsbot.db") as store:
        keep(store, *items)
        yield Exports(store, tmp_path / "out")
