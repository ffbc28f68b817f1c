"""What is located on a page: raw values by field, each with the source that gave it; nothing here looks for any."""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Source: TypeAlias = Literal["rules", "json-ld", "opengraph", "text", "generic"]
"""In the order of trust: an outlet's rules, JSON-LD, OpenGraph and other meta elements, visible text, trafilatura."""


@dataclass(slots=True)
class Reading:
    """The values found so far; the first source that gives a field keeps it."""

    values: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def take(self, name: str, value: object, source: Source) -> bool:
        """Keep *value* as the field's if it says anything and the field has none yet; tell whether it has one now."""
        if name not in self.values and value:
            self.values[name] = value
            self.sources[name] = source
        return name in self.values
