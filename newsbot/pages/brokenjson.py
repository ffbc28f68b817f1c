"""Reads JSON as people paste it into pages: what JSON's own parser refuses; it never raises and never guesses a value.

Read through are line breaks in strings, commas too many or too few, comments, quotation marks inside a string that
nobody escaped («قال "نعم" ومضى»), values left out, names without quotation marks, and a text that ends too early.
"""

from re import compile as pattern
from typing import Any

_SPACE = pattern(r"/\*(?:[^*]|\*(?!/))*(?:\*/|\Z)|//[^\n]*|<!--|-->|[\s\ufeff;]+")
_OPENING = pattern(r"[{\[]")
_NAME = pattern(r"[\w$@-]+")
_SCALAR = pattern(r"[^\s,:\]}\[{\"]+")
_STRING_STOP = pattern(r'["\\]')
# A quotation mark ends a string where what follows can only be JSON's own: the end, a bracket, a colon after a name, a
# comma before the next name or value.
_AFTER_NAME = pattern(r"\s*:")
_AFTER_VALUE = pattern(
    r'\s*(?:$|[}\]]|,\s*(?:"(?:[^"\\\n]|\\.){0,600}"\s*[:,}\]]|[{\[\]}]|-?\d|true\b|false\b|null\b|/|$)'
    r'|"[\w@:.-]{1,40}"\s*:|/[/*])'
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", '"': '"', "\\": "\\", "/": "/"}
_HEX = pattern(r"[0-9a-fA-F]{4}")
_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None, "undefined": None}
_DEPTH_LIMIT = 60
_STEPS_LIMIT = 20_000


def values_in(text: str) -> list[Any]:
    """The JSON values that stand in *text* one after another, as far as they can be read."""
    reader = _Reader(text)
    found = []
    while reader.find_value():
        found.append(reader.value(0))
    return found


class _Reader:
    """A position in a text; each method reads one thing and moves behind it."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.steps = text, 0, 0

    def find_value(self) -> bool:
        """Go to the next object or list; False where there is none."""
        match = _OPENING.search(self.text, self.at)
        self.at = match.start() if match else len(self.text)
        return match is not None

    def value(self, depth: int) -> Any:
        """One value; None where none stands."""
        self._pass_space()
        self.steps += 1
        if depth > _DEPTH_LIMIT or self.steps > _STEPS_LIMIT:
            self.at = len(self.text)
            return None
        sign = self.text[self.at : self.at + 1]
        if sign == "{":
            return self._object(depth)
        if sign == "[":
            return self._list(depth)
        return self._string(is_name=False) if sign == '"' else self._scalar()

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self.at += 1
        while not self._ends("}"):
            name = self._name()
            if name is None:
                self.at += 1
                continue
            self._pass_space()
            if self.text.startswith(":", self.at):
                self.at += 1
                found.setdefault(name, self.value(depth + 1))
        return found

    def _list(self, depth: int) -> list[Any]:
        found: list[Any] = []
        self.at += 1
        while not self._ends("]"):
            before = self.at
            found.append(self.value(depth + 1))
            self.at += self.at == before
        return found

    def _ends(self, bracket: str) -> bool:
        """Pass spaces and commas; True, behind it, at the closing *bracket*, at the other one and at the text's end."""
        self._pass_space()
        while self.text.startswith(",", self.at):
            self.at += 1
            self._pass_space()
        if self.at >= len(self.text):
            return True
        is_own = self.text.startswith(bracket, self.at)
        self.at += is_own
        return is_own or self.text[self.at] in "]}"

    def _name(self) -> str | None:
        if self.text.startswith('"', self.at):
            return self._string(is_name=True)
        match = _NAME.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match[0] if match else None

    def _string(self, *, is_name: bool) -> str:
        self.at += 1
        parts: list[str] = []
        while stop := _STRING_STOP.search(self.text, self.at):
            parts.append(self.text[self.at : stop.start()])
            self.at = stop.end()
            if stop[0] == "\\":
                parts.append(self._escaped())
            elif (_AFTER_NAME if is_name else _AFTER_VALUE).match(self.text, self.at):
                return "".join(parts)
            else:
                parts.append('"')
        parts.append(self.text[self.at :])
        self.at = len(self.text)
        return "".join(parts)

    def _escaped(self) -> str:
        letter = self.text[self.at : self.at + 1]
        self.at += 1
        number = _HEX.match(self.text, self.at) if letter == "u" else None
        if number:
            self.at = number.end()
            return chr(int(number[0], 16))
        return _ESCAPES.get(letter, letter)

    def _scalar(self) -> Any:
        """A number, a constant or a word without quotation marks; nothing is read where a bracket or comma stands."""
        match = _SCALAR.match(self.text, self.at)
        if match is None:
            return None
        self.at = match.end()
        word = match[0]
        if word in _CONSTANTS:
            return _CONSTANTS[word]
        try:
            return int(word)
        except ValueError:
            return word

    def _pass_space(self) -> None:
        while match := _SPACE.match(self.text, self.at):
            self.at = match.end()
