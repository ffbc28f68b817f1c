"""A page's addresses with the words of their slugs replaced; hosts, folders, figures and parameters' names stay."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from re import IGNORECASE, Match
from re import compile as pattern
from urllib.parse import quote, unquote_to_bytes, urlsplit

from newsbot.golden.known import address_signs, least_kept
from newsbot.golden.replaced import WORD, WordTable
from newsbot.pages.rules import Outlet

# /wp-content/, arab_world, utm_medium=social: folders and parameters, no text.
_FOLDER_WORDS = 2
_SCHEME = pattern(r"\s*(?P<scheme>[a-z][a-z0-9+.-]*):", IGNORECASE)
_HOST = pattern(r"\s*(?:https?:)?//[^/?#\s]*", IGNORECASE)
_PART = pattern(r"[^/?&=#;]+")
_EXTENSION = pattern(r"\.[A-Za-z0-9]{2,5}$")
_LOWER_ESCAPE = pattern(r"%(?:[a-f][0-9a-f]|[0-9][a-f])")
_KEPT_HOSTS = pattern(r"(?:^|\.)(?:schema\.org|w3\.org|ogp\.me|purl\.org|data-vocabulary\.org|rdfs\.org)$")
# The account of who counts a page's readers or sells its advertisements.
_ACCOUNT = pattern(r"(?:UA|GTM|G|AW|DC|(?:ca-)?pub)-[0-9A-Z][0-9A-Z-]{3,}")
# What quote() leaves alone beside letters and digits; a slug keeps of these what it writes unescaped.
_MARKS = "-._~!$&'()*+,;=:@%"
_ADDRESS = pattern(
    r"\s*(?:(?:https?:)?//\S+|/[^\s/]\S*|[^\s:,]+/\S*\.(?:html?|php|aspx?|jpe?g|png|gif|webp|svg|mp[34]|js|css)(?:\?\S*)?)\s*",
    IGNORECASE,
)


def is_address(value: str) -> bool:
    """Whether a value that may be anything is an address."""
    return _ADDRESS.fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class Slugs:
    """Replaces the addresses on one page of *outlet*, the same address always by the same one."""

    words: WordTable
    page_url: str
    outlet: Outlet
    _made: dict[str, str] = field(default_factory=dict)

    def rewritten(self, address: str) -> str:
        """*address* as the page writes it, references and all, with other words: of one form for newsbot."""
        made = self._made.get(address)
        if made is None:
            bare = address.strip()
            made = self._made[address] = address.replace(bare, self._new(bare)) if bare else address
        return made

    def listed(self, srcset: str) -> str:
        """The addresses of a ``srcset``."""
        parts = (part.partition(" ") for part in srcset.replace("\n", " ").split(", "))
        return ", ".join(f"{self.rewritten(url)}{space}{size}" for url, space, size in parts)

    def frame(self, address: str) -> str:
        """The address of a frame or a player: its host and its kind of file only, nothing reads what it leads to."""
        path = urlsplit(unescape(address)).path if not _SCHEME.match(address) or _HOST.match(address) else ""
        host, extension = _HOST.match(address), _EXTENSION.search(path)
        return f"{host[0] if host else ''}/frame{extension[0] if extension else ''}" if address.strip() else address

    def _new(self, address: str) -> str:
        scheme, host = _SCHEME.match(address), _HOST.match(address)
        if scheme and not host:
            return self._without_host(scheme["scheme"].lower(), address)
        if host and _KEPT_HOSTS.search(host[0].rpartition("/")[2]):
            return address
        begin = host[0] if host else ""
        tokens = _tokens(address[len(begin) :], self.words.replacement)
        places = [place for place, (own, made) in enumerate(tokens) if own != made]

        def written(kept: frozenset[int]) -> str:
            stay = {places[number] for number in kept}
            return begin + "".join(own if place in stay else made for place, (own, made) in enumerate(tokens))

        kept = least_kept(len(places), lambda kept: address_signs(unescape(written(kept)), self.page_url, self.outlet))
        return written(kept)

    def _without_host(self, scheme: str, address: str) -> str:
        if scheme == "mailto":
            return f"mailto:{self.words.replacement('mail')}@example.org"
        if scheme == "tel":
            return "tel:+0000000000"
        if scheme == "data":
            return f"{address.partition(',')[0]},"
        return f"{scheme}:"


def _tokens(path: str, replacement: Callable[[str], str]) -> list[tuple[str, str]]:
    """The path and what follows it in bits: as it is written, and with its words replaced."""
    found: list[tuple[str, str]] = []
    at = 0
    for match in _PART.finditer(path):
        found.append((path[at : match.start()],) * 2)
        found += _part_tokens(match, replacement)
        at = match.end()
    return [*found, (path[at:],) * 2]


def _part_tokens(match: Match[str], replacement: Callable[[str], str]) -> list[tuple[str, str]]:
    part = match[0]
    if _ACCOUNT.fullmatch(part):
        return [(part, f"{part.partition('-')[0]}-0")]
    plain = unquote_to_bytes(part).decode("utf-8", "surrogateescape")
    extension = _EXTENSION.search(part)
    stem_end = len(plain) - len(extension[0]) if extension else len(plain)
    words = [word for word in WORD.finditer(plain) if word.end() <= stem_end and len(word[0]) > 1]
    is_key = any(map(str.isdigit, plain)) and "-" not in plain
    if plain.isascii() and (len(words) <= _FOLDER_WORDS or is_key):
        return [(part, part)]
    return _words_in(plain, words, replacement, lambda text: _quoted(text, part))


def _words_in(
    plain: str, words: list[Match[str]], replacement: Callable[[str], str], written: Callable[[str], str]
) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    for word in words:
        found.append((written(plain[at : word.start()]),) * 2)
        found.append((written(word[0]), written(replacement(word[0]))))
        at = word.end()
    return [*found, (written(plain[at:]),) * 2]


def _quoted(text: str, part: str) -> str:
    """*text* percent-encoded as *part* of the address is."""
    if "%" not in part:
        return text
    raw = "".join(character for character in part if not character.isascii()) + _MARKS.replace("%", "")
    safe = "".join(character for character in raw if character in part)
    made = "".join(
        character if character in safe else quote(character, safe="", errors="surrogateescape") for character in text
    )
    return pattern("%[0-9A-F]{2}").sub(lambda escape: escape[0].lower(), made) if _LOWER_ESCAPE.search(part) else made
