"""Where a new workbook goes, and whether it may."""

from __future__ import annotations

from pathlib import Path

from icsoe_xl.errors import UnwritableFile, UsageProblem
from icsoe_xl.filing.names import safe
from icsoe_xl.periods import Period
from icsoe_xl.profiles.model import Profile
from icsoe_xl.workbooks import atomic

_SUFFIXES = {".xltx": ".xlsx", ".xltm": ".xlsm"}
"""A template of Excel's own kind makes a workbook."""


def file_name(profile: Profile, period: Period, suffix: str = ".xlsx") -> str:
    """What a workbook is called when nobody says: ``ICSOE_EKU9003173C9_2026-1.xlsx``."""
    return safe(f"ICSOE_{profile.rfc}_{period}") + suffix


def place(out: Path, profile: Profile, period: Period, template: Path | None = None) -> Path:
    """The file that ``out`` stands for: itself, or one in that folder. Raises UsageProblem for another format."""
    suffix = ".xlsx" if template is None else template.suffix.lower()
    suffix = _SUFFIXES.get(suffix, suffix)
    if out.is_dir():
        return out / file_name(profile, period, suffix)
    if not out.suffix:
        return out.with_name(out.name + suffix)
    if out.suffix.lower() != suffix:
        raise UsageProblem(f"{out.name}: el libro nuevo es {suffix}; dele ese nombre.")
    return out


def check_free(out: Path, *, replace: bool) -> None:
    """Raise UnwritableFile when there is such a file already and it may not be replaced, or it is open."""
    if out.exists() and not replace:
        raise UnwritableFile(f"{out.name}: ya existe; dé otro nombre, o use --force para reemplazarlo.")
    atomic.check_replaceable(out)
