"""What several buttons do with the workbook in front of the person: read it, go to a cell, say how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from icsoe_xl import dialogs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.findings import Finding, Report
    from icsoe_xl.workbooks.live import LiveWorkbook


def live(app: Any, book: Any) -> LiveWorkbook:
    """The open workbook as our port, which tells its progress in the status bar."""
    from icsoe_xl.workbooks.live import LiveWorkbook

    def progress(text: str) -> None:
        app.status_bar = f"ICSOE: {text}..."

    return LiveWorkbook(book, progress)


def summary(live: LiveWorkbook, report: Report, marked: bool = True) -> str:
    """What a message says after a check: verdict, the first rules, where to look."""
    from icsoe_xl.cli.summary import count, verdict
    from icsoe_xl.workbooks.live.states import is_read_only

    lines = [f"{count(report.rows, 'trabajador', 'trabajadores')}: {verdict(report)}."]
    lines += report.notices
    if report.findings and marked:
        lines.append(
            "Las celdas están marcadas; la lista está en la hoja Hallazgos. Siguiente va de una a otra."
        )
    for sheet in live.protected:
        lines.append(
            f"La hoja «{sheet}» está protegida y no la pude colorear; sus hallazgos están en la lista."
        )
    if report.findings and is_read_only(live.book):
        lines.append(
            "El libro está abierto como sólo lectura: guárdelo con otro nombre para conservar las marcas."
        )
    if report.findings and marked and _first_time():
        lines.append("Nota: lo que hace este botón no se deshace con Ctrl+Z; use Limpiar marcas.")
    return "\n".join(lines)


def _first_time() -> bool:
    """Whether the person has not been told yet about Undo; remembers that now she has."""
    from icsoe_xl import settings

    told = settings.home() / "aviso-deshacer.txt"
    if told.exists():
        return False
    try:
        told.parent.mkdir(parents=True, exist_ok=True)
        told.touch()
    except OSError:
        return True  # told again next time: better than not at all
    return True


def select_first(book: Any, findings: Sequence[Finding]) -> None:
    """Go to the first error that has a cell, else to the first finding that has one."""
    placed = [
        (finding.severity != "error", finding.sheet, finding.cell)
        for finding in findings
        if finding.sheet is not None and finding.cell is not None
    ]
    if placed:
        _, sheet, cell = min(placed, key=lambda place: place[0])
        go(book, sheet, cell)


def go(book: Any, sheet: str, cell: str) -> None:
    """Select a cell, unless its sheet is hidden."""
    target = book.sheets[sheet]
    if target.visible:
        target.activate()
        target.range(cell).select()


def folder_beside(book: Any) -> Path | None:
    """Where the exports of a workbook go: a folder beside it; None when it lives in the cloud or nowhere yet."""
    place = Path(book.fullname)
    here = "://" not in book.fullname and place.is_absolute() and place.parent.is_dir()
    return place.parent / f"{place.stem}_ICSOE" if here else None


def folder_for(app: Any, book: Any) -> Path | None:
    """The same, asked for when there is none."""
    return folder_beside(book) or dialogs.pick_folder(app, "Elija la carpeta para los archivos de la ICSOE")
