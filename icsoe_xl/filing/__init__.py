"""Submission files: what the IMSS portal takes, and the proof of what was made."""

from icsoe_xl.filing.export import Exported, export_whole, export_workers

__all__ = ["Exported", "export_whole", "export_workers"]
