"""The tags of a page with the texts and addresses in their attributes replaced; classes, ids and roles stay."""

from dataclasses import dataclass
from re import compile as pattern

from newsbot.golden.markup import Attribute, attributes
from newsbot.golden.passages import Passages
from newsbot.golden.slugs import Slugs, is_address
from newsbot.pages.zones import HIDDEN_STYLE

_KEPT = frozenset(
    [
        "rel", "type", "http-equiv", "property", "itemprop", "itemtype", "itemscope", "role", "lang", "xml:lang", "dir",
        "width", "height", "colspan", "rowspan", "charset", "media", "sizes", "hidden", "for", "target", "align",
        "valign", "border", "cellpadding", "cellspacing", "bgcolor", "color", "face", "size", "loading", "method",
        "enctype", "as", "crossorigin", "xmlns", "prefix", "typeof", "vocab", "scope", "start", "tabindex", "maxlength",
        "min", "max", "step", "frameborder", "scrolling", "allow", "sandbox", "referrerpolicy", "aria-hidden",
        "aria-expanded", "datatype", "layout",
    ]
)  # fmt: skip
"""Attributes whose values are words of HTML or figures."""
_TOKENS = frozenset({"class", "id", "name", "headers", "aria-labelledby", "aria-describedby", "aria-controls"})
_ADDRESSES = frozenset(
    {"href", "src", "action", "poster", "cite", "background", "formaction", "longdesc", "data-src", "xlink:href"}
)
_FRAMES = frozenset({"script", "iframe", "embed", "object", "frame", "video", "audio", "source", "track"})
_EMPTIED = frozenset({"nonce", "integrity", "srcdoc", "ping"})
_STAND_ALONE = frozenset(
    [
        "hidden", "async", "defer", "checked", "selected", "disabled", "itemscope", "controls", "autoplay",
        "allowfullscreen", "novalidate", "required", "readonly", "multiple", "amp", "loop", "muted", "nomodule",
        "reversed", "open", "nowrap", "noshade", "default", "inert", "playsinline",
    ]
)  # fmt: skip
"""Attributes without a value; what else stands in a tag without one is text that broken quoting let out."""
# What a page tells to programs in words of theirs.
_PROGRAM_META = pattern(
    r"viewport|robots|\w*bot(?:-news)?|referrer|theme-color|color-scheme|format-detection|generator|og:type|og:locale.*"
    r"|twitter:card|.*:(?:width|height)|charset|renderer|handheldfriendly|mobileoptimized|msapplication-\w+color"
)
_PLAIN_NAME = pattern(r"[A-Za-z_@:][\w.:@-]*")
_LONGEST_DATA = 400
_LONGEST_TOKEN = 60


@dataclass(frozen=True, slots=True)
class TagWriter:
    """Writes the tags of one page anew."""

    passages: Passages
    slugs: Slugs

    def rewritten(self, tag: str, name: str) -> str:
        """The source of a tag with other texts in it."""
        begin, found, end = attributes(tag)
        values = {attribute.name.lower(): attribute.value for attribute in found}
        return begin + "".join(self._attribute(attribute, name, values).source for attribute in found) + end

    def _attribute(self, attribute: Attribute, tag: str, values: dict[str, str]) -> Attribute:
        name = attribute.name.lower()
        if not attribute.equals:
            return self._alone(attribute, name)
        if name in _KEPT or not attribute.value:
            return attribute
        return attribute.valued(self._value(name, attribute.value, tag, values))

    def _alone(self, attribute: Attribute, name: str) -> Attribute:
        if name in _STAND_ALONE or (_PLAIN_NAME.fullmatch(name) and "-" in name):
            return attribute
        return Attribute(attribute.before, self.passages.text(attribute.name), "", "", "")

    def _value(self, name: str, value: str, tag: str, values: dict[str, str]) -> str:
        if name.startswith("on") or name in _EMPTIED:
            return ""
        if name == "style":
            return "display:none" if HIDDEN_STYLE.search(value) else ""
        if name in _TOKENS:
            return " ".join(map(self._token, value.split(" ")))
        if "srcset" in name:
            return self.slugs.listed(value)
        if name in _ADDRESSES or is_address(value):
            return self.slugs.frame(value) if tag in _FRAMES and name != "poster" else self.slugs.rewritten(value)
        return self._text(name, value, tag, values)

    def _text(self, name: str, value: str, tag: str, values: dict[str, str]) -> str:
        if tag == "meta" and name == "content":
            told = values.get("name") or values.get("property") or ""
            if "http-equiv" in values or _PROGRAM_META.fullmatch(told.lower()):
                return value
        if name.startswith("data-") and len(value) > _LONGEST_DATA:
            return ""
        return self.passages.text(value)

    def _token(self, token: str) -> str:
        """A class or id; themes make some of an article's tags and headline."""
        return (
            token
            if token.isascii() and "%" not in token and len(token) <= _LONGEST_TOKEN
            else self.slugs.rewritten(token)
        )
