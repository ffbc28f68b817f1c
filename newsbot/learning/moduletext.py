"""The text of an outlet's module, ``newsbot/spiders/<outlet>.py``, from what was learnt; it writes no file.

Whatever comes from pages (rules, patterns, the site's name) is data there: strings that Python reads back unchanged,
which is checked before the text is handed out. The layout is that of ``ruff format``.
"""

import ast
import keyword
from collections.abc import Iterator, Mapping, Sequence
from re import ASCII
from re import compile as pattern

from newsbot.learning.declaration import Declaration

LINE_LENGTH = 120
MOST_LINES = 80
"""An outlet is short, or it is no list of declarations any more."""
LONGEST_TITLE = 60

_NAME = pattern(r"[a-z][a-z0-9_]{1,30}")
_PLAIN = pattern(r"[^\w .,،:|()«»&-]+")
_INDENT = "    "
_PLACEHOLDERS = {
    r"\d{4,}": "NUMBER",
    r"\d{4}": "YEAR",
    r"\d{1,2}": "DAY",
    r"\d+": "NUMBER",
    "[^/]+": "NAME",
    r"\.": ".",
}
_PLACE = pattern(r"/[\w/.-]+", ASCII)


def is_outlet_name(name: str) -> bool:
    """Tell whether *name* can be a module's, a spider's and a folder's: lower-case letters, digits, low lines.

    >>> is_outlet_name("enab_baladi"), is_outlet_name("Class"), is_outlet_name("class"), is_outlet_name("24ae")
    (True, False, False, False)
    """
    return _NAME.fullmatch(name) is not None and not keyword.iskeyword(name)


def class_name(name: str) -> str:
    """Return the name of the spider's class.

    >>> class_name("enab_baladi")
    'EnabBaladiSpider'
    """
    return f"{''.join(part.capitalize() for part in name.split('_'))}Spider"


def module_text(declaration: Declaration) -> str:
    """Return the module of the outlet that *declaration* describes; ValueError for a name that is none.

    Second and third rules of a field are left out where the module would not be short any more.
    """
    if not is_outlet_name(declaration.name):
        raise ValueError(f"{declaration.name!r} is no name of an outlet")
    rules = dict(declaration.rules)
    text = _text(declaration, rules)
    while text.count("\n") > MOST_LINES and any(len(rule) > 1 for rule in rules.values()):
        longest = max(rules, key=lambda field: len(rules[field]))
        rules[longest] = rules[longest][:-1]
        text = _text(declaration, rules)
    _check(text, declaration, rules)
    return text


def _text(declaration: Declaration, rules: Mapping[str, Sequence[str]]) -> str:
    lines = [
        *_docstring(declaration),
        "",
        "from newsbot.spiders.base import NewsSpider",
        "",
        "",
        f"class {class_name(declaration.name)}(NewsSpider):",
        f'{_INDENT}"""{_class_sentence(declaration)}"""',
        "",
        f"{_INDENT}name = {literal(declaration.name)}",
        f"{_INDENT}allowed_domains = [{literal(declaration.host)}]",
        f"{_INDENT}start_urls = [{literal(declaration.url)}]",
    ]
    if declaration.article_pattern:
        lines.append(f"{_INDENT}article_pattern = {raw_literal(declaration.article_pattern)}")
    if declaration.listing_pattern:
        lines.append(f"{_INDENT}listing_pattern = {raw_literal(declaration.listing_pattern)}")
    if declaration.clock.zone not in {None, "UTC"}:
        lines.append(f"{_INDENT}timezone = {literal(declaration.clock.zone or '')}")
    if declaration.encoding:
        lines.append(f"{_INDENT}encoding = {literal(declaration.encoding)}")
    if rules:
        lines.append(f"{_INDENT}rules = {{")
        lines += [line for field, rule in rules.items() for line in _rule_lines(field, rule)]
        lines.append(f"{_INDENT}}}")
    return "\n".join(lines) + "\n"


def _docstring(declaration: Declaration) -> Iterator[str]:
    title = title_text(declaration.title or "")
    site = f"{title} ({declaration.host})" if title else declaration.host.capitalize()
    learnt = f"learnt by newsbot addoutlet from {declaration.learnt_from} of its articles"
    if len(site) + len(learnt) < LINE_LENGTH - 10:  # the quotation marks and what parts the two
        yield f'"""{site}: {learnt}."""'
    else:
        yield f'"""{site}.'
        yield ""
        yield f"{learnt.capitalize()}."
        yield '"""'


def _class_sentence(declaration: Declaration) -> str:
    place = (declaration.article_pattern or "").removeprefix("^")
    for regex, word in _PLACEHOLDERS.items():
        place = place.replace(regex, word)
    return f"Articles stand at {place}." if _PLACE.fullmatch(place) else "Articles are told by their addresses."


def _rule_lines(field: str, rule: Sequence[str]) -> Iterator[str]:
    indent = _INDENT * 2
    literals = [literal(path) for path in rule]
    one_line = literals[0] if len(literals) == 1 else f"({', '.join(literals)})"
    if len(line := f"{indent}{literal(field)}: {one_line},") <= LINE_LENGTH:
        yield line
    elif len(literals) == 1:
        yield f"{line}  # noqa: E501 - one XPath"
    else:
        yield f"{indent}{literal(field)}: ("
        for part in literals:
            line = f"{indent}{_INDENT}{part},"
            # A line without a space may be as long as it likes.
            yield line if len(line) <= LINE_LENGTH or " " not in part else f"{line}  # noqa: E501 - one XPath"
        yield f"{indent}),"


def literal(text: str) -> str:
    """Write *text* as a Python string, as ruff format would: double quotes unless single ones spare escapes.

    Whatever is invisible or no text is written as an escape.

    >>> print(literal("//a[@title='x']"), literal('say "so"'))
    "//a[@title='x']" 'say "so"'
    """
    quote = "'" if text.count('"') > text.count("'") else '"'
    return f"{quote}{''.join(_written(character, quote) for character in text)}{quote}"


def _written(character: str, quote: str) -> str:
    if character in {quote, "\\"}:
        return f"\\{character}"
    return character if character.isprintable() else repr(character)[1:-1]


def raw_literal(text: str) -> str:
    r"""Write a regular expression as a raw string, where one can hold it.

    >>> print(raw_literal(r"^/article/\d+"))
    r"^/article/\d+"
    """
    is_raw = '"' not in text and text.isprintable() and not text.endswith("\\")
    return f'r"{text}"' if is_raw else literal(text)


def title_text(text: str) -> str:
    """Return what a docstring may hold of a site's name: letters, digits, spaces and plain marks on one line."""
    return " ".join(_PLAIN.sub(" ", text).split())[:LONGEST_TITLE].strip(" .:،|-")


def _check(text: str, declaration: Declaration, rules: Mapping[str, Sequence[str]]) -> None:
    """Read the module back, without running it: every declaration is a constant, and the one that was meant."""
    (spider,) = (node for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
    read = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in spider.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    meant = {field: rule[0] if len(rule) == 1 else tuple(rule) for field, rule in rules.items()}
    if read.get("rules", {}) != meant or read["start_urls"] != [declaration.url]:
        raise ValueError(f"the module of {declaration.name} does not say what was learnt")
