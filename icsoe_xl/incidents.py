"""What we keep of a fault of our own: where in our code it was, never what the workbook said.

An exception's text can quote a cell, so neither it nor any local value is written: only the type and the
files and lines of the traceback, in ``logs`` of the user's home.
"""

from __future__ import annotations

import traceback
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from icsoe_xl import __version__, settings


def record(fault: BaseException) -> str:
    """Write the fault to the log and return its reference (eight hexadecimal digits).

    The same fault at the same place always has the same reference. When the log cannot be written the
    reference alone must do.
    """
    frames = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(fault.__traceback__)
    ]
    trail = " < ".join(reversed(frames))
    reference = sha256(f"{type(fault).__name__} {trail}".encode()).hexdigest()[:8]
    line = f"{datetime.now():%Y-%m-%d %H:%M:%S} {reference} icsoe_xl {__version__} {type(fault).__name__} {trail}\n"
    try:
        folder = settings.home() / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "incidentes.log").open("a", encoding="utf-8") as log:
            log.write(line)
    except OSError:
        return reference
    return reference
