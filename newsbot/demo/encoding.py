"""How pages become bytes: UTF-8, but one section in windows-1256; it never changes the words."""

WINDOWS_SECTION = "heritage"
_WINDOWS = "windows-1256"


def declaration(section: str, number: int) -> str | None:
    """Tell where a page of *section* says its encoding: «header», «meta», or None for nowhere."""
    if section != WINDOWS_SECTION:
        return "header"
    return ("header", "meta", None)[number % 3]


def encode_page(html: str, section: str, number: int) -> bytes:
    """Encode a page; in the windows-1256 section its meta tag is made right or, two times in three, taken away."""
    if section != WINDOWS_SECTION:
        return html.encode()
    meta = f'<meta charset="{_WINDOWS}">' if declaration(section, number) == "meta" else ""
    return html.replace('<meta charset="utf-8">', meta, 1).encode(_WINDOWS, "xmlcharrefreplace")


def content_type(section: str, number: int) -> str:
    """Return the Content-Type header of a page that ``encode_page`` made."""
    if section != WINDOWS_SECTION:
        return "text/html; charset=utf-8"
    return f"text/html; charset={_WINDOWS}" if declaration(section, number) == "header" else "text/html"
