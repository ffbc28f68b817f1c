"""What Arabic writes at the front of a word: the article and five one-letter particles; it never touches a word's end.

The article goes from a word on both sides of a search, so «الوزير», «والوزير» and «بالوزير» are «وزير». Particles stay
in the text's words; a word that is sought is also looked for with them. How the rules were weighed is told in
docs/decisions/019-search-words.md.
"""

import re

from newsbot.text.arabic import fold
from newsbot.text.ownletters import OWN_ARTICLE_ENDINGS, OWN_ARTICLE_STEMS, OWN_PARTICLES, OWN_WHOLE

LONE = "(?:[وف]?(?:[بك]?ال|لل|[بكل])|[وف])"
"""Article and particles as they stand alone before what is no Arabic word («الـ24», «لـ«أنا برس»»): an expression."""

# «بالوزارة», «ألمانيا», «وكالة» and «للوكالة» alike: the letters before «ال» may be particles or the word's own.
_ALEF_LAM = re.compile("([وفبكل]{0,5})([اأإآٱ])ل(.*)", re.DOTALL)
_KINDRED = str.maketrans("\u06a9\u06aa\u06ab\u06a4", "كككف")  # a Persian keyboard's «کالعادة»
_BEFORE_ARTICLE = re.compile("[وف]?[بك]?")
_ENDS_IN_ALEF = re.compile("([وفبكل]{1,5})ا")
_FOR_GOD = re.compile("([وف]?)لله")
_SHORTEST_REST = 2  # «الحج», «الدم»; what leaves one letter («ألم», «إلى», «آلة») is no article
_SHORTEST_CARRIED = 3  # «زير»; two letters with a particle are mostly another word («حل» and «وحل», «طن» and «وطن»)
_SHORTEST_SHOWN = 2  # after «لل» the article is certain: «للحج»
_PARTICLES = ("و", "ب", "ل", "ف", "ك", "وب", "ول")
_FOR_THE = ("لل", "ولل")


def word_form(letters: str) -> str:
    """Return one word folded and without the article; *letters* may have hamza, but no vowel signs and no tatweel.

    A hamza on the alef («ألمانيا», «بإلغاء»), a list of words («الله», «التي», «التزام»), a rest of one letter and what
    no article follows («لوكالة») say that «ال» is the word's own. It is then written «أل»: so it is told from an
    article also in what is already a form, and «المانيا» meets «ألمانيا». «لل» stays, because «للجنة» is both «لجنة»
    and «جنة».

    >>> word_form("والوزارة"), word_form("المانيا"), word_form("الإلغاء"), word_form("للعراق")
    ('وزاره', 'ألمانيا', 'ألغا', 'للعراق')
    """
    god = _FOR_GOD.fullmatch(letters)
    if god:
        return f"{god[1]}لألله"
    folded = fold(letters)
    parts = _parts(letters) if _ALEF_LAM.fullmatch(folded) else None
    if not parts:
        return folded
    head, alef, rest = parts
    if not _may_be_article(head, alef) or _is_own(head, rest):
        return f"{head}أل{rest}"
    inner = _ALEF_LAM.fullmatch(rest)  # no word has two articles
    return f"{inner[1]}أل{inner[3]}" if inner else rest


def sought_forms(letters: str, *, is_literal: bool = False) -> tuple[str, ...]:
    """Return the forms that a word of a query is looked for in: its own first, then those with particles.

    Unless *is_literal*, a particle that the query's word has goes too («بدمشق» finds «دمشق»), and an article may be
    letters of the word.
    """
    form = word_form(letters)
    found = [form, *_carried(form)]
    has_article = len(form) < len(fold(letters))
    if is_literal:
        pass
    elif not has_article:
        stem = _uncarried(form)
        found += [stem, *_carried(stem)]
    elif letters.startswith("ال"):
        found.append(f"أل{fold(letters[2:])}")  # «الغاز» may be «ألغاز», written without its hamza
    return tuple(dict.fromkeys(found))


def sought_beginnings(letters: str, *, is_carried: bool = True) -> tuple[str, ...]:
    """Return the forms that a word's beginning (`حكوم*`) is looked for in; nobody knows yet whose «ال» it is: both.

    With particles before them only if *is_carried*.
    """
    parts = _parts(letters)
    stems = [fold(letters)]
    if parts:
        head, alef, rest = parts
        stems = [f"{head}أل{rest}"]
        if _may_be_article(head, alef) and len(rest) >= _SHORTEST_REST:
            stems.append(rest)
    elif _ENDS_IN_ALEF.fullmatch(letters):
        stems.append(f"{letters[:-1]}أ")  # of «وكالة», that is «وكأله»
    if not is_carried:
        return tuple(stems)
    return tuple(dict.fromkeys(form for stem in stems for form in (stem, *_carried(stem, is_beginning=True))))


def _parts(letters: str) -> tuple[str, str, str] | None:
    """Return what stands before «ال», its alef, and the folded rest; None where there is no «ال» at the front.

    An «ال» that only folding makes (of «ءال») is no article.
    """
    match = _ALEF_LAM.fullmatch(letters.translate(_KINDRED))
    if match:
        return match[1], match[2], fold(match[3])
    match = _ALEF_LAM.fullmatch(fold(letters))
    return (match[1], "أ", match[3]) if match else None


def _may_be_article(head: str, alef: str) -> bool:
    return alef in "اٱ" and _BEFORE_ARTICLE.fullmatch(head) is not None


def _is_own(head: str, rest: str) -> bool:
    return (
        len(rest) < _SHORTEST_REST
        or rest in OWN_ARTICLE_ENDINGS
        or rest.startswith(OWN_ARTICLE_STEMS)
        or f"{head}ال{rest}" in OWN_WHOLE
    )


def _carried(stem: str, *, is_beginning: bool = False) -> list[str]:
    """*stem* with each particle before it, unless that is another word: «زير» is not sought as «وزير»."""
    found = []
    if len(stem) >= _SHORTEST_CARRIED:
        found += [one + stem for one in _PARTICLES if not _is_other(one, stem, is_beginning=is_beginning)]
    if len(stem) >= _SHORTEST_SHOWN and not _is_other("ل", stem, is_beginning=is_beginning):  # «للجنة» is «لجنة»
        found += [particle + stem for particle in _FOR_THE]
    return found


def _is_other(particle: str, stem: str, *, is_beginning: bool) -> bool:
    others = {particle + stem, particle[-1] + stem}  # «ولاية» is not «ول» with «آية», «ولجنة» is not «ول» with «جنة»
    if is_beginning:
        return any(own.startswith(tuple(others)) for own in OWN_PARTICLES)
    return not others.isdisjoint(OWN_PARTICLES)


def _uncarried(form: str) -> str:
    """*form* without the particles before it, where it is not known as a word that begins with that letter."""
    conjunction, rest = (form[0], form[1:]) if form[0] in "وف" else ("", form)
    if form in OWN_PARTICLES or (conjunction and len(rest) < _SHORTEST_CARRIED):
        return form
    if rest.startswith("لل") and len(rest) > _SHORTEST_SHOWN + 1:
        return rest[1:] if rest[1:] in OWN_PARTICLES else rest[2:]
    if rest in OWN_PARTICLES or rest[0] not in "بلك" or len(rest) <= _SHORTEST_CARRIED:
        return rest
    return rest[1:]
