"""A made-up site on loopback, for the length of a ``with`` block."""

from contextlib import ExitStack
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import scripted_site

from templates.site import Site


class _Script:
    """The answers of a site in the form that ``scripted_site`` asks for them."""

    site: Site

    def get(self, path: str) -> list[scripted_site.Answer]:
        answer = self.site.answer(path)
        return [scripted_site.Answer(answer.body, answer.status, {"Content-Type": answer.content_type})]


class TemplateServer:
    """Serves one of the sites by *name*; ``mangle`` changes its layout while it runs."""

    url: str
    """Its address, with a final slash."""
    site: Site
    """The same site in this process: ``site.truth()``."""

    def __init__(self, name: str, *, is_mangled: bool = False) -> None:
        self._name, self._is_mangled = name, is_mangled
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        from templates import SITES

        script = _Script()
        self._served = self._stack.enter_context(scripted_site.serving(script))
        self.url = self._served.url
        self.site = script.site = SITES[self._name](self.url, now=datetime.now(UTC), is_mangled=self._is_mangled)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def mangle(self) -> None:
        """Rename the classes and move the date, as a site's next design does."""
        self.site.is_mangled = True

    def asked(self) -> list[str]:
        """The addresses that were asked for, in order."""
        return list(self._served.paths())
