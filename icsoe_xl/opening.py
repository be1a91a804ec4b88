"""Show a page that we made in the person's browser."""

from __future__ import annotations

import os
import subprocess
import sys
import webbrowser
from pathlib import Path


def in_browser(page: Path) -> bool:
    """Open an HTML file with the program that the person chose for them; False when the system finds none.

    `webbrowser` alone would do on Linux only: on Windows and macOS it may hand a file to another program than
    the double click does.
    """
    if sys.platform == "win32":
        try:
            os.startfile(page)
        except OSError:
            return False
        return True
    if sys.platform == "darwin":
        return subprocess.run(["/usr/bin/open", str(page)], check=False).returncode == 0
    return webbrowser.open(page.absolute().as_uri())
