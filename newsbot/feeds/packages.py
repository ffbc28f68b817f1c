"""The data package beside an export: which files there are, what proves them and what their columns mean.

One ``datapackage.json`` tells of all exports in its folder: an export adds itself, or takes its own earlier place.
Another program's package of that name is left alone; ours then goes beside it as ``FILE.datapackage.json``.
"""

import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from newsbot.feeds.datapackage import table_schema
from newsbot.feeds.flat import columns
from newsbot.feeds.formats import Format
from newsbot.feeds.streams import WrittenFile
from newsbot.feeds.versions import SCHEMA_VERSION

NAME = "datapackage.json"
OURS = "newsbot-export"
_NOT_IN_NAMES = re.compile(r"[^a-z0-9._-]+")


def resource(file: WrittenFile, form: Format, fields: Sequence[str], *, with_revisions: bool) -> dict[str, Any]:
    """What a package tells of one file; of formats that validators cannot read as a table, no schema."""
    told: dict[str, Any] = {
        "name": _resource_name(file.name),
        "path": file.name,
        "format": form.name.partition(".")[0],
        "mediatype": form.media_type,
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    schema = _schema(form, fields, with_revisions=with_revisions)
    if schema is None:
        return {"type": "file", **told}
    packed = {"compression": "gz"} if form.name == "jsonl.gz" else {}
    return {**told, **packed, "encoding": "utf-8-sig" if form.name == "csv" else "utf-8", "schema": schema}


def folder_resource(name: str, files: Sequence[WrittenFile], form: Format) -> dict[str, Any]:
    """What a package tells of a folder: one resource of many files, each with what proves it."""
    told = [{"path": f"{name}/{file.name}", "bytes": file.bytes, "hash": f"sha256:{file.sha256}"} for file in files]
    return {
        "type": "file",
        "name": _resource_name(name),
        "path": name,
        "format": form.name,
        "mediatype": form.media_type,
        "bytes": sum(file.bytes for file in files),
        "newsbot:files": told,
    }


def package(resources: Sequence[dict[str, Any]], title: str, now: datetime, earlier: str | None) -> str | None:
    """The text of the package with *resources* among those of *earlier*; None where that is another program's."""
    known = _resources(earlier)
    if known is None:
        return None
    paths = {told["path"] for told in resources}
    told = {
        "profile": "data-package",
        "name": OURS,
        "title": title,
        "created": now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "newsbot:schema": SCHEMA_VERSION,
        "resources": [*(entry for entry in known if entry.get("path") not in paths), *resources],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _resource_name(file_name: str) -> str:
    """The specification allows no other characters; what they would hide is told by a digest."""
    plain = _NOT_IN_NAMES.sub("-", file_name.lower()).strip("-")
    return plain if plain == file_name else f"{plain}-{blake2b(file_name.encode(), digest_size=3).hexdigest()}"


def _resources(earlier: str | None) -> list[dict[str, Any]] | None:
    if earlier is None:
        return []
    try:
        told = json.loads(earlier)
    except ValueError:
        return None
    return list(told["resources"]) if isinstance(told, dict) and told.get("name") == OURS else None


def _schema(form: Format, fields: Sequence[str], *, with_revisions: bool) -> dict[str, Any] | None:
    make: Callable[[Sequence[str]], dict[str, Any]] | None = {
        "jsonl": _nested,
        "jsonl.gz": _nested,
        "csv": _flat,
    }.get(form.name)
    if make is None:
        return None
    schema = make(fields)
    key = ["id", "revision"] if with_revisions else ["id"]
    return schema | ({"primaryKey": key} if set(key) <= set(fields) else {})


def _nested(fields: Sequence[str]) -> dict[str, Any]:
    known = {field["name"]: field for field in table_schema()["fields"]}
    return {"fields": [known[name] for name in fields], "missingValues": []}


def _flat(fields: Sequence[str]) -> dict[str, Any]:
    known = {field["name"]: field["description"] for field in table_schema()["fields"]}
    told = [
        {"name": column.name, "type": "integer" if column.is_number else "string", "description": known[column.field]}
        for column in columns(fields)
    ]
    return {"fields": told, "missingValues": [""]}
