"""A snapshot's folder: which file is where, and whose snapshot it is; it crawls and packs nothing.

articles.jsonl   NAME.wacz   report.html   skipped.jsonl   datapackage.json
images/   images.jsonl   the articles' pictures, where they were asked for
state/           the snapshot's own store, the growing WARC files and the reports of its runs
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

from newsbot.errors import ConfigurationError, OutletBusyError, StorageError
from newsbot.store.locks import FolderLocks

_LOCK = "snapshot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What of a site a snapshot takes: settled by its first run, since later ones do not come back to its pages."""

    requisites: bool = False
    images: bool = False
    since: str | None = None
    sections: tuple[str, ...] = ()

    def agreed(self, asked: "Scope", folder: Path) -> "Scope":
        """Itself; ConfigurationError where *asked*, what a later run names, is another."""
        for each in fields(Scope):
            ours, theirs = getattr(self, each.name), getattr(asked, each.name)
            if theirs and theirs != ours:
                told = f"{ours!r}, as this snapshot was begun; or another folder than {folder}"
                raise ConfigurationError(f"--{each.name}", theirs, told)
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What the folder is a snapshot of, kept in ``state/snapshot.json``."""

    outlet: str
    url: str | None
    """The site's address for the outlet «generic»; None for an outlet with a module."""
    name: str
    """Of the WACZ: the outlet's, or the host."""
    started_at: str
    """ISO 8601, UTC."""
    packed_at: str | None = None
    """When the files beside ``state`` were last written; None: never yet."""
    is_complete: bool = False
    """Whether nothing was left to fetch then."""
    failed: int = 0
    """How many addresses had failed then; the next run asks for them again."""
    version: str | None = None
    """The archive's and the store's version that the files beside ``state`` are made from."""
    scope: Scope = Scope()


class SnapshotFolder:
    """One folder on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.state = self.path / "state"
        self.warc = self.state / "warc"
        self.work = self.state / "work"
        self.articles = self.path / "articles.jsonl"
        self.skipped = self.path / "skipped.jsonl"
        self.report = self.path / "report.html"
        self.datapackage = self.path / "datapackage.json"
        self.images = self.path / "images"
        self.image_list = self.path / "images.jsonl"

    def wacz(self, snapshot: Snapshot) -> Path:
        """Where the web archive is."""
        return self.path / f"{snapshot.name}.wacz"

    def claimed(self, outlet: str, url: str | None, name: str, now: datetime, scope: Scope | None = None) -> Snapshot:
        """The snapshot that the folder holds, or a new one in a folder that is empty or not there yet.

        ConfigurationError for a folder with other things in it, another site's snapshot, or one of another *scope*;
        StorageError for one that cannot be written to.
        """
        scope = scope or Scope()
        known = self.snapshot()
        if known is not None and (self.state / "newsbot.db").exists():
            if (known.outlet, known.url) != (outlet, url):
                raise ConfigurationError("--to", str(self.path), f"another folder: it is a snapshot of {known.name}")
            known.scope.agreed(scope, self.path)
            return known
        if self.path.exists() and not self.path.is_dir():
            raise ConfigurationError("--to", str(self.path), "a folder")
        try:
            if self.path.exists() and not self._is_new():
                raise ConfigurationError("--to", str(self.path), "an empty folder, a new one, or that of a snapshot")
            self.warc.mkdir(parents=True, exist_ok=True)
        except OSError as cause:
            raise StorageError(f"cannot write to {self.path}: {cause.strerror or cause}") from cause
        return self.keep(Snapshot(outlet=outlet, url=url, name=name, started_at=_stamp(now), scope=scope))

    def _is_new(self) -> bool:
        """Whether nothing is in the folder but what a run leaves that ended before it had begun to fetch."""
        if {path.name for path in self.path.iterdir()} - {"state"}:
            return False
        begun = {"warc", "locks", "snapshot.json", "snapshot.json.part"}
        return not self.state.exists() or {path.name for path in self.state.iterdir()} <= begun

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other run out, while files are made too; OutletBusyError where one is there."""
        try:
            lock = FolderLocks(self.state / "locks").acquire(_LOCK)
        except OutletBusyError as cause:
            raise OutletBusyError(f"another process is writing the snapshot {self.path}; one at a time") from cause
        with lock:
            yield

    def snapshot(self) -> Snapshot | None:
        """What the folder says of itself; None where it is no snapshot's."""
        try:
            told = json.loads((self.state / "snapshot.json").read_text("utf-8"))
            scope = told.pop("scope", {})
            sections = tuple(scope.pop("sections", ()))
            return Snapshot(**told, scope=Scope(**scope, sections=sections))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (ValueError, TypeError, AttributeError) as cause:
            raise ConfigurationError(
                "--to", str(self.path), f"a snapshot whose {self.state / 'snapshot.json'} is whole"
            ) from cause
        except OSError as cause:
            raise StorageError(f"cannot read {self.path}: {cause.strerror or cause}") from cause

    def keep(self, snapshot: Snapshot) -> Snapshot:
        """Write what the folder says of itself."""
        text = json.dumps(asdict(snapshot), ensure_ascii=False, indent=2) + "\n"
        write_whole(self.state / "snapshot.json", text)
        return snapshot

    def packed(
        self, snapshot: Snapshot, now: datetime, *, is_complete: bool, failed: int = 0, version: str | None = None
    ) -> Snapshot:
        """Note that the files beside ``state`` are those of *now*."""
        told = {"is_complete": is_complete, "failed": failed, "version": version}
        return self.keep(replace(snapshot, packed_at=_stamp(now), **told))  # type: ignore[arg-type] # one dict of two types

    def is_packed(self, snapshot: Snapshot, version: str) -> bool:
        """Whether the files beside ``state`` are all there, and made from *version*."""
        made = [self.articles, self.skipped, self.report, self.datapackage, self.wacz(snapshot)]
        return snapshot.version == version and all(path.exists() for path in made)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is the old or the new one after a kill; StorageError from the disk."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as cause:
        raise StorageError(f"cannot write {path}: {cause.strerror or cause}") from cause


def _stamp(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")
