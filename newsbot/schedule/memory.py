"""How much memory this process holds; it frees none."""

import os
from pathlib import Path

_STATM = Path("/proc/self/statm")
_MIB = 1 << 20


def resident_mib() -> int:
    """Return the resident set in units of 2**20 bytes; 0 where the system does not tell."""
    try:
        pages = int(_STATM.read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // _MIB
