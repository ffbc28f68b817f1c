"""A Frictionless data package: what the files of an export are and what their columns mean; it reads no article.

The descriptor follows the Data Package and Table Schema specifications, version 1. Which columns a file has is told by
its name: articles, unless it is one of those that a snapshot lays beside them. A file that is no JSON Lines is listed
with its size and digest alone.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsbot.errors import StorageError
from newsbot.feeds.schema import article_schema

_CHUNK = 1 << 20
_KEY = "id"
_LEFT_OUT = {
    "url": "The address that was left out.",
    "reason": "Why, in one word; docs/operating.md of newsbot tells each.",
    "depth": "How many links it was from a start page.",
    "found_on": "The page that led to it.",
}
_PICTURES = {
    "article": "id of the article in articles.jsonl.",
    "url": "Where the picture was fetched from.",
    "path": "The file, relative to this one.",
    "checksum": "The file's SHA-256.",
}


@dataclass(frozen=True, slots=True)
class FileDigest:
    """What proves that a file is the one it was."""

    bytes: int
    sha256: str
    """In hexadecimal."""


def file_digest(path: Path) -> FileDigest:
    """Read *path* through, a piece at a time; StorageError where it cannot be read."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as cause:
        raise StorageError(f"cannot read {path}: {cause.strerror or cause}") from cause
    return FileDigest(size, digest.hexdigest())


def datapackage(files: Iterable[Path], *, title: str, created_at: datetime) -> str:
    """The text of ``datapackage.json`` for files that lie beside it; *created_at* is aware."""
    package = {
        "profile": "data-package",
        "name": "newsbot-articles",
        "title": title,
        "created": created_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "resources": [_resource(path) for path in files],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def table_schema() -> dict[str, Any]:
    """The Table Schema of an article's line: each field with its type and meaning.

    Dates are strings: they have offsets of their own, which Table Schema's datetime does not keep. Only null is a
    missing value.
    """
    fields = [_field(name, value) for name, value in article_schema()["properties"].items()]
    return {"fields": fields, "primaryKey": _KEY, "missingValues": []}


def _field(name: str, value: dict[str, Any]) -> dict[str, Any]:
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    kind = next(kind for kind in kinds if kind != "null")
    constraints = {"constraints": {"required": True}} if name == _KEY else {}
    return {"name": name, "type": kind, "description": value["description"]} | constraints


def _plain_schema(described: dict[str, str]) -> dict[str, Any]:
    fields = [
        {"name": name, "type": "integer" if name == "depth" else "string", "description": told}
        for name, told in described.items()
    ]
    return {"fields": fields, "missingValues": []}


def _lines_schema(name: str) -> dict[str, Any]:
    match name:
        case "skipped.jsonl":
            return _plain_schema(_LEFT_OUT)
        case "images.jsonl":
            reference = {"resource": "articles", "fields": _KEY}
            return _plain_schema(_PICTURES) | {"foreignKeys": [{"fields": "article", "reference": reference}]}
        case _:
            return table_schema()


def _resource(path: Path) -> dict[str, Any]:
    digest = file_digest(path)
    # The specification allows no other characters in a name.
    named = {"name": re.sub(r"[^a-z0-9._-]+", "-", path.stem.lower()), "path": path.name}
    told = {"bytes": digest.bytes, "hash": f"sha256:{digest.sha256}"}
    if path.suffix != ".jsonl":
        return {**named, "format": path.suffix.lstrip("."), **told}
    # A table of no lines is more than frictionless can read: it looks for the first one.
    kind = {} if digest.bytes else {"type": "file"}
    return {
        **named,
        **kind,
        "format": "jsonl",
        "mediatype": "application/jsonl",
        "encoding": "utf-8",
        **told,
        "schema": _lines_schema(path.name),
    }
