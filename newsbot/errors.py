"""Every error that newsbot raises on purpose, and the exit code that each one ends a command with.

NewsbotError
├── ConfigurationError        a setting, an outlet's rules or a command's argument is wrong   (BAD_CONFIGURATION)
│   └── UnknownOutletError    no spider of that name                                          (BAD_CONFIGURATION)
├── GoldenError              a page's text cannot be replaced without changing how it is read (UNEXPECTED)
├── SamplingError            a site gave no pages to learn from                               (told by the run's ending)
├── OutletBusyError           another run of the same outlet holds its lock                   (OUTLET_BUSY)
└── StorageError              the disk or the database refused; ``__cause__`` says why        (STORAGE_FAILURE)

What is wrong with a *page* is never an exception: the field stays absent, or the item is dropped with a reason.
"""

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended; the numbers are documented in docs/operating.md and never change their meaning."""

    COMPLETE = 0
    UNEXPECTED = 1
    USAGE = 2
    INTERRUPTED = 3
    LIMIT_REACHED = 4
    BLOCKED = 5
    QUALITY_GATE_FAILED = 6
    BAD_CONFIGURATION = 7
    STORAGE_FAILURE = 8
    OUTLET_BUSY = 9
    FINDINGS_OPENED = 10


class NewsbotError(Exception):
    """The root of the tree; its text is one line that a person can act on."""

    exit_code = ExitCode.UNEXPECTED


class ConfigurationError(NewsbotError):
    """A value that a person wrote is wrong: the line names the setting, the value and what is accepted."""

    exit_code = ExitCode.BAD_CONFIGURATION

    def __init__(self, setting: str, value: object, accepted: str) -> None:
        """*accepted* completes the sentence «NAME is VALUE; accepted: ...»; a *value* of None was not given."""
        said = "not given" if value is None else repr(value)
        super().__init__(f"{setting} is {said}; accepted: {accepted}")
        self.setting, self.value, self.accepted = setting, value, accepted


class UnknownOutletError(ConfigurationError):
    """The outlet that was asked for has no spider."""

    def __init__(self, outlet: str, known: Iterable[str]) -> None:
        """Of *known* the number is told: a hundred names would hide what is meant."""
        super().__init__(
            "outlet", outlet, f"one of the {len(list(known))} that newsbot list names, or generic with -a url=URL"
        )


class OutletBusyError(NewsbotError):
    """A second run of an outlet was started while the first still runs."""

    exit_code = ExitCode.OUTLET_BUSY


class StorageError(NewsbotError):
    """The store or a feed folder cannot be read or written; always raised from its cause."""

    exit_code = ExitCode.STORAGE_FAILURE
