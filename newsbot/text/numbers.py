"""Digits and printed counts; never dates."""

import re

from newsbot.text.arabic import clean

_WESTERN = {
    **{0x0660 + value: str(value) for value in range(10)},
    **{0x06F0 + value: str(value) for value in range(10)},
}
_THOUSANDS = "[,\u066c\u060c'\u2019 ]"
_COUNT = re.compile(
    rf"(?<![\w.,:/\u066b\u066c-])(?P<whole>\d{{1,3}}(?:{_THOUSANDS}\d{{3}})+|\d{{1,3}}(?:\.\d{{3}}){{2,}}|\d+)"
    rf"(?:[.\u066b](?P<fraction>\d{{1,2}}))?"
    rf"(?:\s*(?P<scale>ألفا|ألفًا|الفا|ألف|الف|آلاف|الاف|هزار|مليون|مليونا|ملايين|[kKmM]))?(?![\d%٪A-Za-z]|[:/.,\u066b]\d)"
)
_SCALES = {
    **dict.fromkeys(("ألف", "الف", "ألفا", "ألفًا", "الفا", "آلاف", "الاف", "هزار", "k"), 1000),
    **dict.fromkeys(("مليون", "مليونا", "ملايين", "m"), 1_000_000),
}
_INEXACT = re.compile(r"أكثر من|اكثر من|نحو|حوالي|أقل من|\+|~|<|>|[-\u2212\u2013]\s*\d|\d\s*[-\u2212\u2013]|%|٪")


def western_digits(text: str) -> str:
    """Return *text* with Arabic-Indic and Persian digits as ASCII digits; separators stay as they are."""
    return text if text.isascii() else text.translate(_WESTERN)


def count_in(text: str) -> int | None:
    """Read the one count that *text* prints: «249 مشاهدة», «المشاهدات: ١٬٢٣٤», «1,234», «1.2 ألف», «3K».

    None where there is no number or more than one, where it is a time, a date, a percentage, a range or «أكثر من», or
    where a full stop could mean thousands or a fraction («1.234»).
    """
    plain = western_digits(clean(text))
    found = list(_COUNT.finditer(plain))
    digits = sum(character.isdigit() for character in plain)
    if len(found) != 1 or digits != sum(character.isdigit() for character in found[0][0]) or _INEXACT.search(plain):
        return None
    whole = int(re.sub(r"\D", "", found[0]["whole"]))
    scale = _SCALES.get((found[0]["scale"] or "").lower())
    fraction = found[0]["fraction"]
    if fraction is None:
        return whole * (scale or 1)
    return None if scale is None else whole * scale + int(fraction) * scale // 10 ** len(fraction)
