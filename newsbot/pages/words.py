"""How many words a text has, in scripts with spaces and in scripts without; a measure of length, never a tokenizer."""

from re import compile as pattern

# Thai, Lao, Burmese, Khmer; kana, Han and their extensions: words of these are not set apart by spaces.
_UNSPACED = pattern(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
# Letters a word of such a script has on average, between two (Chinese, Japanese) and four (Thai).
_LETTERS = 2


# Lines of spaced scripts have no longer words on average: they are not searched.
_LONG_WORD = 9


def word_count(text: str) -> int:
    """The words of *text*, a line whose white space is folded; an unspaced script counts a word for two letters.

    An empty text counts one, as its caller has none.
    """
    words = text.count(" ") + 1
    if len(text) <= _LONG_WORD * words or text.isascii():
        return words
    return words + len(_UNSPACED.findall(text)) // _LETTERS
