"""Files and folders that survive a power cut once they have their names; never what stands in them."""

import fcntl
import os
from pathlib import Path
from typing import BinaryIO

from newsbot.errors import StorageError


def make_folder(folder: Path) -> None:
    """Create *folder* so that it survives a power cut."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        for parent in (folder.parent, folder.parent.parent):
            sync_folder(parent)


def sync_folder(folder: Path) -> None:
    """Flush the names in *folder* to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def part_path(path: Path) -> Path:
    """Where *path* is written until it is whole."""
    return path.with_name(f"{path.name}.part")


def open_part(path: Path) -> BinaryIO:
    """Begin the part of *path*; StorageError where another process is writing it. A dead one's is written anew."""
    file = part_path(path).open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as cause:
        file.close()
        raise StorageError(f"{path}: another export is writing it") from cause
    file.truncate(0)
    return file


def write_whole(path: Path, text: str) -> None:
    """Put a small file in place, over the one of before."""
    with open_part(path) as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
        part_path(path).rename(path)
    sync_folder(path.parent)
