"""What runs and their figures are called in the reader's language: states, troubles, kinds of page, fields."""

from newsbot.browse.reasons import reason_words
from newsbot.browse.speech import Speech


def state_words(state: str, speech: Speech) -> str:
    """A state in the reader's language; one that is not known here as it is."""
    return _worded("run_state_", state, speech)


def trouble_words(trouble: str, speech: Speech) -> str:
    """Why a site looks dead, in the reader's language; other troubles are reasons of skipped addresses."""
    key = f"run_trouble_{trouble}"
    return speech.text(key) if speech.has(key) else reason_words(trouble, speech.language)


def kind_words(kind: str, speech: Speech) -> str:
    """A kind of page."""
    return _worded("run_kind_", kind, speech)


def field_words(field: str, speech: Speech) -> str:
    """A field of the item."""
    return _worded("field_", field, speech)


def _worded(prefix: str, word: str, speech: Speech) -> str:
    return speech.text(prefix + word) if speech.has(prefix + word) else word.replace("_", " ")
