"""The JSON-LD of a page with its texts replaced, broken where it was broken; it is never parsed as a whole."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from re import DOTALL, Match
from re import compile as pattern

from newsbot.golden.passages import Passages
from newsbot.golden.replaced import WORD
from newsbot.golden.slugs import Slugs, is_address

_STRING = pattern(r'"((?:[^"\\]|\\.)*)"', DOTALL)
_BEHIND_NAME = pattern(r"\s*:")
_NAME = pattern(r"[@A-Za-z_$][\w.:@$-]{0,40}")
_KINDS = frozenset({"@type", "@context", "inLanguage", "@language", "additionalType", "encodingFormat"})
# Of JSON and of what it is wrapped in; everything else outside of strings is text that broken quoting let out.
_OWN_WORDS = frozenset({"true", "false", "null", "undefined", "CDATA", "script"})


@dataclass(slots=True)
class Scripts:
    """Replaces JSON-LD by its strings, one after another."""

    passages: Passages
    slugs: Slugs
    markup: Callable[[str], str]
    _name: str = ""

    def rewritten(self, source: str) -> str:
        """The text of a script with other words."""
        if '"' not in source and "&quot;" in source:
            return self.rewritten(source.replace("&quot;", '"')).replace('"', "&quot;")
        parts, at = [], 0
        self._name = ""
        for match in _STRING.finditer(source):
            parts.append(self._between(source[at : match.start()]))
            parts.append(f'"{self._string(match, source)}"')
            at = match.end()
        return "".join([*parts, self._between(source[at:])])

    def _between(self, text: str) -> str:
        def other(match: Match[str]) -> str:
            return match[0] if match[0] in _OWN_WORDS else self.passages.words.replacement(match[0])

        return text if text.isascii() and len(WORD.findall(text)) <= 2 else WORD.sub(other, text)  # noqa: PLR2004 - true, false, a bare name

    def _string(self, match: Match[str], source: str) -> str:
        written = match[1]
        if _BEHIND_NAME.match(source, match.end()) and _NAME.fullmatch(written):
            self._name = written
            return written
        if self._name in _KINDS and written.isascii():
            return written
        try:
            text = str(json.loads(f'"{written}"', strict=False))
        except ValueError:
            return self.passages.text(written)
        return _written(self._value(text), written)

    def _value(self, text: str) -> str:
        if is_address(text):
            return self.slugs.rewritten(text)
        if "<" in text and ">" in text:
            return self.markup(text)
        # Each line for itself, as the body is read from it.
        return "\n".join(self.passages.text(line) for line in text.split("\n"))


def _written(text: str, as_before: str) -> str:
    """*text* as a JSON string with the escapes that the string *as_before* uses."""
    made = json.dumps(text, ensure_ascii="\\u" in as_before and as_before.isascii())[1:-1]
    if "\\/" in as_before:
        made = made.replace("/", "\\/")
    for escaped, raw in (("\\n", "\n"), ("\\t", "\t"), ("\\r", "\r")):
        if raw in as_before:
            made = made.replace(escaped, raw)
    return made
