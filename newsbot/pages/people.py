"""Names of people as bylines give them, apart from one another and without places, roles and accounts; pure text."""

from collections.abc import Collection, Iterable, Iterator
from re import IGNORECASE
from re import compile as pattern

from newsbot.pages.agencies import is_agency, is_place, is_unnamed_source
from newsbot.pages.bylines import byline
from newsbot.text.arabic import fold


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


_LONGEST_NAME, _MOST_WORDS = 80, 7
_LONGEST_TEXT = 400  # characters of a byline
_ACCOUNT = pattern(r"\S+@\S+|(?<!\S)@\w+|https?://\S+|www\.\S+|\b[\w-]+\.(?:com|net|org)\b\S*")
_PARTS = pattern(r"\s+[-–—|•·]+\s+|\s*[|•·/\\]\s*|(?<=\w)[–—](?=\w)|\s*[()\[\]]\s*|[-–—]\s+|\s+[-–—]")
_COMMA = pattern(r"\s*[,،;؛]\s*")
_AND = pattern(r"\s+(?:and|&|et|und)\s+|\s+و\s+", IGNORECASE)
_AND_PREFIX = pattern(r"(?<=\w)\s+و(?=[\u0621-\u064a]{2})")
# Given and family names that begin with و, without it: «سلمى وليد» is one person.
_WAW_NAMES = _folded(
    """
ليد ائل سام فاء سيم جدي جدان داد رد ردة ضاح جيه صفي هيب هبة لاء عد حيد حيدة ديع فيق دان اصف اثق فا هبي لي سن سوف لد
لو يلز يليام قاص هاب اكد ازن اكيم صال نوس داعة تد هدان ناس ادي رقاء نيس جد سمي عدالله دود نس
"""
)
_ROLE_WORDS = _folded(
    """
محرر المحرر محررة المحررة محررو تحرير التحرير أسرة هيئة فريق مراسل مراسلة مراسلنا مراسلونا مراسلو المراسل مندوب
مندوبنا كاتب كاتبة الكاتب صحفي صحفية صحافي صحافية الصحفي الصحافي إعلامي باحث باحثة أكاديمي سياسي خبير خبيرة رئيس
مدير مديرة نائب سكرتير مكتب غرفة قسم إدارة الإدارة الموقع موقع ادمن أدمن مشرف بواسطة خاص زائر ضيف مجهول تصوير ترجمة
متابعة متابعات تقرير خبرنگار سردبیر تحریریه گروه admin administrator editor editors editorial reporter reporters
correspondent correspondents writer columnist staff newsroom team desk webmaster root author user guest contributor
contributors producer photographer bureau agencies agency wires anonymous unknown none null undefined online web
news superadmin moderator المنسق
"""
)
# What a site may have in its name beside the name proper.
_GENERIC_WORDS = _folded(
    """
موقع صحيفة جريدة مجلة وكالة قناة شبكة إذاعة تلفزيون مؤسسة منصة بوابة نت أونلاين اونلاين الإلكترونية الإلكتروني
الاخباري الإخبارية الإخباري أخبار الأخبار نيوز برس عربي العربية عربية بالعربية اليومية الأسبوعية للأنباء للإعلام the
news online net com org www tv arabic english staff team international weekly daily magazine
"""
)
# A name beside its role or house: "X, AP National Writer", "X, Ph.D.", "X, CNN Business".
_NO_NAME_PART = pattern(r"^(?:[A-Z][A-Z.&]{1,6}|Ph\.?D\.?|M\.?D\.?|Jr\.?|Sr\.?|\w+)$")
_CREDENTIAL = pattern(r"^(?:[A-Z]{2,6}|Ph\.?D\.?|M\.?D\.?)$")
_SHORTEST_OWN_NAME = 3
# «The ... ministries» is a source in a table, a name that ends in «of» was cut.
_NO_NAME = pattern(r"^(?:the|our)\s|\s(?:of|and|de|the|في|من|على)$", IGNORECASE)
_USERNAME = pattern(r"^(?=.*\d)[\w.-]+$|^[a-z0-9._-]+$|^[A-Z]{2,}$")
# «فلان في 12/5», "X on Monday": when and where it was written.
_WHEN = pattern(r"\s+(?:on\s+(?:\w+day\b|\d)|(?:بتاريخ|يوم)\s|في\s+\d).*$", IGNORECASE)


def people(names: Iterable[str], own: Collection[str]) -> list[str]:
    """*names* of people and agencies, apart from one another, without labels, places, roles, accounts and dates.

    «كتب: فلان», «فلان - دمشق» and «فلان، مراسل الصحيفة في بيروت» give «فلان»; «سلمى الحداد وبشر النقاش» gives two.
    *own* are the outlet's folded names for itself: it is no author, and neither are «وكالات», «خاص», «المحرر» or admin.
    An agency is one only where no person is named.
    """
    found: dict[str, str] = {}
    for text in names:
        for name in _names_in(text) if not is_own_name(fold(text[:_LONGEST_TEXT]), own) else ():
            folded = fold(name)
            if folded and not is_own_name(folded, own):
                found.setdefault(folded, name)
    named = [name for name in found.values() if not is_agency(name)]
    return named or list(found.values())


def is_own_name(folded: str, own: Collection[str]) -> bool:
    """Whether a folded name is the outlet's: «صحيفة المدينة» for «المدينة»; «أحمد المدينة» is a person."""
    words = set(folded.split())
    if folded.replace(" ", "") in own:
        return True
    for name in own:
        parts = set(name.split())
        if folded == name or (
            parts and len(name) >= _SHORTEST_OWN_NAME and parts <= words and words - parts <= _GENERIC_WORDS
        ):
            return True
        if words and len(folded) >= _SHORTEST_OWN_NAME and words <= parts and parts - words <= _GENERIC_WORDS:
            return True
        if len(words) > 2 and f" {folded} " in f" {name} ":  # noqa: PLR2004 - a part of a site's name, not a person's
            return True
    return False


def _names_in(text: str) -> Iterator[str]:
    bare = _ACCOUNT.sub(" ", " ".join(text[:_LONGEST_TEXT].split()))
    bare = _WHEN.sub("", byline(bare) or bare)
    for piece in _AND.split(bare) if "," not in bare and "،" not in bare else [bare]:
        parts = [part.strip(_EDGES) for part in _PARTS.split(piece)]
        chosen = [name for part in parts for name in _listed(part)]
        persons = [name for name in chosen if len(name.split()) > 1 or len(parts) == 1] or chosen
        for name in persons[:1] if len(parts) > 1 else persons:
            yield from _two(name)


_EDGES = " \t:،,;.*\"'«»-–—_"


def _listed(part: str) -> Iterator[str]:
    """The names among the commas of *part*; behind a name a single word or a role is what the person is."""
    pieces = [piece.strip(_EDGES) for comma in _COMMA.split(part) for piece in _AND.split(comma)]
    for index, piece in enumerate(pieces):
        is_addition = index > 0 and (_NO_NAME_PART.match(piece) is not None or _says_role(piece))
        if not is_addition and _is_name(piece):
            yield _without_house(piece)


def _without_house(name: str) -> str:
    """*name* without degrees and the agency behind it: "X PhD", "X Associated Press"."""
    words = name.split()
    if is_agency(name):
        return name
    while len(words) > 2 and _CREDENTIAL.match(words[-1]) and not name.isupper():  # noqa: PLR2004 - a name keeps two
        words.pop()
    for start in range(2, len(words)):
        if is_agency(" ".join(words[start:])):
            return " ".join(words[:start])
    return " ".join(words)


def _two(name: str) -> Iterator[str]:
    """«سلمى الحداد وبشر النقاش» as two; «سلمى وليد» and «محمد وسام» are one."""
    for match in _AND_PREFIX.finditer(name):
        first, second = name[: match.start()], name[match.end() :]
        if len(first.split()) > 1 and len(second.split()) > 1 and fold(second.split()[0]) not in _WAW_NAMES:
            yield from (first, *_two(second))
            return
    yield name


def _is_name(text: str) -> bool:
    if not text or len(text) > _LONGEST_NAME or len(text.split()) > _MOST_WORDS or any(map(str.isdigit, text)):
        return False
    if not any(map(str.isalpha, text)) or len(text) < 2 or is_place(text) or is_unnamed_source(text):  # noqa: PLR2004
        return False
    if _NO_NAME.search(text) and not is_agency(text):
        return False
    return not _says_role(text) and not (" " not in text and _USERNAME.match(text) and not is_agency(text))


def _says_role(text: str) -> bool:
    """Whether *text* says what somebody is and not who: «مراسل الجزيرة في دمشق», «هيئة التحرير», "Staff Reports"."""
    words = fold(text).split()
    return bool(words) and (words[0] in _ROLE_WORDS or words[-1] in _LAST_ROLES or "writer" in words)


_LAST_ROLES = _folded(
    "staff editor reporter correspondent writer desk team reports newsroom large columnist business services التحرير"
)
