"""What a person reads in the terminal after a verb."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from icsoe_xl.addresses import quote_sheet
from icsoe_xl.findings import Finding, Report
from icsoe_xl.rules import CATALOGUE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.filing import Exported
    from icsoe_xl.workbooks.port import Repair

_SHOWN = 5
"""Rows listed where the full list stands elsewhere."""

_FOR_PEOPLE = {
    "captura.html": "hoja de captura: ábrala junto al portal",
    "resumen.html": "una hoja para quien firma",
    "manifiesto.json": "lista de archivos con su SHA-256",
}
"""What an export holds besides the worker files."""


def of_report(report: Report, marked: str | None) -> str:
    """Counts, one line a rule with its first place, and where to look next."""
    lines = [f"{report.file}: {count(report.rows, 'trabajador', 'trabajadores')}, {verdict(report)}."]
    lines += [f"  {notice}" for notice in report.notices]
    if report.findings:
        lines += ["", *_table(report.findings)]
    if marked is not None:
        cells = any(finding.cell for finding in report.findings)
        where = (
            f"Las celdas quedaron marcadas en {marked}; la lista completa"
            if cells
            else f"En {marked} la lista"
        )
        lines += ["", f"{where} está en la hoja Hallazgos."]
    return "\n".join(lines)


def verdict(report: Report) -> str:
    """``2 errores y 1 aviso``, or that all is well."""
    if not report.findings:
        return "todo en orden"
    return f"{count(report.errors, 'error', 'errores')} y {count(report.warnings, 'aviso', 'avisos')}"


def of_repairs(repairs: Sequence[Repair], file: str) -> str:
    """What ``fix`` wrote, by rule."""
    if not repairs:
        return f"{file}: no había nada que se pudiera corregir con seguridad."
    by_rule = Counter(repair.rule for repair in repairs)
    lines = [f"{file}: corregí {count(len(repairs), 'celda', 'celdas')}; están en la hoja Cambios."]
    lines += [f"  {code}  {number:>6,}  {CATALOGUE[code].title}" for code, number in sorted(by_rule.items())]
    return "\n".join([*lines, ""])


def of_export(report: Report, exported: Exported) -> str:
    """The files written and how to go on."""
    workers = [(name, rows) for name, rows in exported.files if rows]
    lines = [f"{report.file}: {count(report.rows, 'trabajador', 'trabajadores')}, listo para el portal."]
    lines += [f"  {notice}" for notice in report.notices]
    if exported.changes:
        lines.append(f"  {exported.changes}")
    if report.warnings:
        lines.append(f"  Hay {count(report.warnings, 'aviso', 'avisos')}; revíselos con icsoe-xl validate.")
    lines.append(f"  Carpeta: {exported.folder}")
    lines += [f"  {name}  ({count(rows, 'trabajador', 'trabajadores')})" for name, rows in workers[:_SHOWN]]
    if len(workers) > _SHOWN:
        lines.append(f"  y {len(workers) - _SHOWN:,} archivos más")
    lines += [f"  {name}  ({_FOR_PEOPLE[name]})" for name, _ in exported.files if name in _FOR_PEOPLE]
    if exported.archive is not None:
        lines.append(f"  Todo junto: {exported.archive}")
    return "\n".join(lines)


def count(number: int, one: str, many: str) -> str:
    """``1 error``, ``12 errores``."""
    return f"{number:,} {one if number == 1 else many}"


def _table(findings: Sequence[Finding]) -> list[str]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.rule), []).append(finding)
    lines = ["  Gravedad  Regla   Veces  Qué pasa"]
    for (severity, rule), found in sorted(groups.items()):
        word = "Error" if severity == "error" else "Aviso"
        lines.append(f"  {word:<8}  {rule:<5}  {len(found):>6,}  {CATALOGUE[rule].title} ({_first(found)})")
    return lines


def _first(found: Sequence[Finding]) -> str:
    finding = found[0]
    if finding.cell is None:
        return "en el libro" if finding.sheet is None else f"hoja {finding.sheet}"
    name = finding.sheet or ""
    place = f"{name if name.isalnum() else quote_sheet(name)}!{finding.cell}"
    return place if len(found) == 1 else f"la primera: {place}"
