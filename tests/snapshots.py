"""Snapshots taken by the real command, and what is found in their folders."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from command_line import COMMAND, STUB_OUTLET, environment
from warcio.archiveiterator import ArchiveIterator

FAST = ("DOWNLOAD_DELAY=0", "CONCURRENT_REQUESTS_PER_DOMAIN=8", "NEWSBOT_LOOPBACK_ALLOWED=1", "LOG_LEVEL=ERROR")


class Snapshots:
    """Runs of ``newsbot snapshot`` into *folder*/copy: of the demo outlet at *url*, or with *stub* of any site."""

    def __init__(self, url, folder: Path, *, stub=False):
        self.folder, self.path = folder, folder / "copy"
        self.site = ["stub"] if stub else ["demo", "-a", f"url={url}"]
        self.variables = {}
        if stub:
            (folder / "stub_outlets.py").write_text(STUB_OUTLET.format(url=url, domain="127.0.0.1"), encoding="utf-8")
            self.site += ["-s", "SPIDER_MODULES=stub_outlets"]
            self.variables = {"PYTHONPATH": str(folder)}

    def start(self, *arguments, launcher=(), **more):
        """Begin a run, by way of the words of *launcher* if there are some."""
        settings = [word for setting in FAST for word in ("-s", setting)]
        command = [*launcher, *COMMAND, "snapshot", *self.site, "--to", self.path, *settings, *arguments]
        return subprocess.Popen(
            list(map(str, command)), cwd=self.folder, env=environment(**self.variables), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", start_new_session=True, **more,
        )  # fmt: skip

    def run(self, *arguments, code=0, timeout=120, **more):
        """Run to the end; returns what was written to stdout and stderr."""
        process = self.start(*arguments, **more)
        out, messages = process.communicate(timeout=timeout)
        assert process.returncode == code, messages + out
        assert "Traceback" not in messages, messages
        return out + messages

    @property
    def warcs(self):
        return sorted((self.path / "state" / "warc").glob("*.warc.gz"))

    def lines(self, name):
        return [json.loads(line) for line in (self.path / name).read_text(encoding="utf-8").splitlines()]

    def reasons(self):
        return {line["url"]: line["reason"] for line in self.lines("skipped.jsonl")}

    @property
    def wacz(self):
        (path,) = self.path.glob("*.wacz")
        return path

    def archived(self):
        """The addresses of the WACZ's records, with every digest checked."""
        found = []
        with zipfile.ZipFile(self.wacz) as archive:
            for name in archive.namelist():
                if name.startswith("archive/"):
                    with archive.open(name) as file:
                        found += addresses(file)
        return found

    def pages(self):
        """The pages that the WACZ lists."""
        with zipfile.ZipFile(self.wacz) as archive:
            return [json.loads(line) for line in archive.read("pages/pages.jsonl").decode().splitlines()[1:]]

    def is_valid(self):
        """Ask py-wacz."""
        command = [sys.executable, "-m", "wacz", "validate", "-f", str(self.wacz)]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        return told.returncode == 0 and "Validation succeeded" in told.stdout


def addresses(file):
    found = []
    for record in ArchiveIterator(file, check_digests="raise"):
        record.raw_stream.read()
        if record.rec_type in {"response", "revisit", "resource"}:
            found.append(record.rec_headers.get_header("WARC-Target-URI"))
    return found
