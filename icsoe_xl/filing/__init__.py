"""Submission files: what the IMSS portal takes, and the proof of what was made."""

from icsoe_xl.filing.export import Exported, export_workers
from icsoe_xl.filing.package import capture_sheet, export_whole

__all__ = ["Exported", "capture_sheet", "export_whole", "export_workers"]
