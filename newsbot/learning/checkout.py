"""The checkout of newsbot that a learnt outlet is written into: its module and golden pages, all of them or none."""

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import newsbot
from newsbot.errors import ConfigurationError, StorageError
from newsbot.golden.pages import write_golden
from newsbot.golden.unlike import GoldenError
from newsbot.learning.declaration import Declaration
from newsbot.learning.moduletext import module_text
from newsbot.pages.samples import Sample

GOLDEN_PAGES = 3
"""Of an outlet: enough for its usual kinds of article, few enough to be read when one of them fails."""

NO_OUTLETS = frozenset({"base", "discovery", "generic", "sampling", "scripts", "demo"})
"""Modules of newsbot/spiders that are part of newsbot, not outlets that may be replaced."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    module: Path
    golden: tuple[Path, ...]
    refused: tuple[str, ...]
    """Why pages could not be made golden."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A folder with newsbot/spiders and tests/golden in it, or to be made in it."""

    root: Path

    def module(self, name: str) -> Path:
        """Return where an outlet's module stands."""
        return self.root / "newsbot" / "spiders" / f"{name}.py"

    def golden(self, name: str) -> Path:
        """Return where an outlet's golden pages stand."""
        return self.root / "tests" / "golden" / name

    def check_free(self, name: str, *, is_replaced: bool) -> None:
        """Raise ConfigurationError for a name that is newsbot's own, or taken while nothing is to be replaced."""
        if name in NO_OUTLETS:
            raise ConfigurationError("--name", name, "a name that is not one of newsbot's own modules")
        taken = [path for path in (self.module(name), self.golden(name)) if path.exists()]
        if taken and not is_replaced:
            raise ConfigurationError("--name", name, f"another name, or --replace, since {taken[0]} is there already")

    def write(self, declaration: Declaration) -> Written:
        """Write the module and golden pages of held-out articles; StorageError leaves everything as it was."""
        text = module_text(declaration)
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".addoutlet-", dir=self.root) as made:
                module, golden = Path(made, "module.py"), Path(made, "golden")
                module.write_text(text, encoding="utf-8")
                golden.mkdir()
                refused = _write_pages(golden, declaration.checked, declaration)
                self._put(Path(made), module, golden, declaration.name)
        except OSError as cause:
            raise StorageError(f"--to: cannot write to {self.root}: {cause.strerror or cause}") from cause
        pages = tuple(sorted(self.golden(declaration.name).glob("*.html")))
        return Written(self.module(declaration.name), pages, tuple(refused))

    def _put(self, made: Path, module: Path, golden: Path, name: str) -> None:
        """Put both in their places; where the second fails, the first is taken back."""
        targets = [(golden, self.golden(name)), (module, self.module(name))]
        for _, target in targets:
            target.parent.mkdir(parents=True, exist_ok=True)
        done: list[tuple[Path, Path | None]] = []
        try:
            for source, target in targets:
                old = made / f"old-{source.name}" if target.exists() else None
                if old is not None:
                    target.rename(old)
                done.append((target, old))
                source.rename(target)
        except OSError:
            for target, old in reversed(done):
                with suppress(OSError):
                    shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
                if old is not None:
                    old.rename(target)
            raise


def own_checkout() -> Checkout | None:
    """Return the checkout that this newsbot runs from, None where it is installed without one."""
    root = Path(newsbot.__file__).resolve().parents[1]
    is_checkout = (root / "pyproject.toml").is_file() and (root / "tests").is_dir()
    return Checkout(root) if is_checkout else None


def _write_pages(folder: Path, samples: Sequence[Sample], declaration: Declaration) -> list[str]:
    """Write up to GOLDEN_PAGES of *samples*, the first ones that can be made golden; return why others could not."""
    refused: list[str] = []
    written = 0
    for sample in samples:
        if written == GOLDEN_PAGES:
            break
        try:
            write_golden(folder, f"article-{written + 1}", sample, declaration.outlet)
            written += 1
        except GoldenError as error:
            refused.append(str(error))
    return refused
