"""Build hook of hatchling: the wheel carries the built add-in and its text files.

So that `icsoe-xl addin install` needs no pyOpenVBA on the user's machine.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AddinBuildHook(BuildHookInterface[Any]):
    """Builds the add-in outside the source tree and tells hatchling where to put it in the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add `icsoe_xl/addin/icsoe_xl.xlam` and `icsoe_xl/addin/sources/` to a wheel."""
        if version == "editable":
            return  # a working copy builds it on demand, from the sources of the moment
        sys.path.insert(0, self.root)
        try:
            from icsoe_xl.addin import oxt
            from icsoe_xl.addin.build import SOURCE_NAMES, build, sources
            from icsoe_xl.addin.places import ADDIN_NAME
        finally:
            sys.path.remove(self.root)
        self._scratch = TemporaryDirectory()
        built = build(Path(self._scratch.name) / ADDIN_NAME)
        build_data["force_include"][str(built)] = f"icsoe_xl/addin/{ADDIN_NAME}"
        names = [*SOURCE_NAMES, *(f"{oxt.FOLDER}/{source}" for source in oxt.PARTS.values())]
        for name in names:
            build_data["force_include"][str(sources() / name)] = f"icsoe_xl/addin/sources/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the scratch folder once the wheel is written."""
        if version != "editable":
            self._scratch.cleanup()
