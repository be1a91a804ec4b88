"""``validate``, ``clear``, ``fix`` and ``export``."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from pathlib import Path

from icsoe_xl import actions
from icsoe_xl.cli import summary
from icsoe_xl.cli.door import say
from icsoe_xl.errors import IcsoeError, UsageProblem
from icsoe_xl.findings import Report
from icsoe_xl.workbooks import open_workbook


def arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    """The options of one of the verbs."""
    if verb == "validate":
        parser.add_argument("files", nargs="+", metavar="LIBRO", help="libros de Excel (.xlsx, .xlsm)")
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--check", action="store_true", help="sólo revisa, sin marcar nada")
        where.add_argument("--out", metavar="RUTA", help="marca una copia ahí y deja el original como está")
        parser.add_argument("--json", action="store_true", help="escribe el resultado como JSON")
    else:
        parser.add_argument("file", metavar="LIBRO", help="libro de Excel (.xlsx, .xlsm)")
    if verb == "export":
        parser.add_argument("--out", metavar="CARPETA", required=True, help="carpeta para los archivos")
        parser.add_argument(
            "--against",
            metavar="LIBRO",
            help="de una complementaria: el libro que se presentó antes, para decir qué cambia",
        )
    if verb != "clear":
        add_choices(parser)


def add_choices(parser: argparse.ArgumentParser) -> None:
    """What the person may choose of how a workbook is read."""
    parser.add_argument("--period", metavar="AAAA-N", help="periodo, por ejemplo 2026-1")
    parser.add_argument(
        "--layout", metavar="NOMBRE", help="plantilla que se espera, por ejemplo imss-captura"
    )
    parser.add_argument("--sheet", metavar="HOJA", help="hoja que se revisa")


def run(verb: str, args: argparse.Namespace) -> int:
    """Run the verb; the exit code of the contract."""
    if verb == "validate":
        return _validate(args)
    if verb == "clear":
        return _clear(args)
    return _fix(args) if verb == "fix" else _export(args)


def options_of(args: argparse.Namespace) -> actions.Options:
    """The same, as the verbs take it."""
    return actions.Options(args.period, args.layout, args.sheet)


def _validate(args: argparse.Namespace) -> int:
    files = _expand(args.files)
    if args.out and len(files) > 1:
        raise UsageProblem("--out marca una sola copia: indique un solo libro.")
    codes, results = [], []
    for number, file in enumerate(files, 1):
        if len(files) > 1 and sys.stderr.isatty():
            say(f"Revisando {number} de {len(files)}: {file}")
        code, result = _validate_one(file, args)
        codes.append(code)
        results.append(result)
        if number < len(files):
            gc.collect()  # one workbook's leftovers must not pile up on the next one's
    if args.json:
        print_json(results if len(files) > 1 else results[0])
    return max(codes)


def _validate_one(file: str, args: argparse.Namespace) -> tuple[int, dict[str, object]]:
    """Validate one file; a file that cannot be read or written, or lacks the sheet, never stops the next one."""
    try:
        inspection = actions.inspect(open_workbook(file), options_of(args))
    except IcsoeError as problem:
        if isinstance(problem, UsageProblem):
            if args.sheet is None or len(args.files) == 1:
                raise
            problem = UsageProblem(f"{file}: {problem}")
        say(str(problem))
        return problem.exit_code, _unread(file, str(problem))
    report = inspection.report._replace(file=file)
    if report.layout is None:
        say(f"{file}: {report.findings[0].message}")
        return 3, report.to_json()
    code, marked = (1 if report.errors else 0), False
    if not args.check:
        try:
            actions.mark_file(inspection, args.out)
            marked = bool(report.findings)
            report = _noted(inspection)._replace(file=file)
        except IcsoeError as problem:
            say(str(problem))
            code = max(code, problem.exit_code)
    if not args.json:
        print(summary.of_report(report, args.out or file if marked else None))
    return code, report.to_json()


def _noted(inspection: actions.Inspection) -> Report:
    """The report, after the ledger of whoever keeps one has heard of it: the board shows who is ready."""
    if inspection.form is None:
        return inspection.report
    from icsoe_xl.ledger.note import note_check

    return note_check(inspection)


def _unread(file: str, line: str) -> dict[str, object]:
    empty = Report(file, None, "", 0, []).to_json()
    return {**empty, "errors": 1, "error": line}


def _clear(args: argparse.Namespace) -> int:
    taken = actions.clear(args.file)
    if taken.cells or taken.notes:
        cells = summary.count(taken.cells, "celda", "celdas")
        notes = summary.count(taken.notes, "nota", "notas")
        print(f"Listo: {args.file} quedó sin nuestras marcas ({cells} y {notes}).")
    elif taken.listed:
        print(f"Listo: quité la hoja Hallazgos de {args.file}; no había celdas marcadas.")
    else:
        print(f"{args.file} no tenía marcas nuestras; no se tocó.")
    return 0


def _fix(args: argparse.Namespace) -> int:
    fixed = actions.fix(args.file, options_of(args))
    if fixed.report.layout is None:
        say(f"{args.file}: {fixed.report.findings[0].message}")
        return 3
    print(summary.of_repairs(fixed.repairs, args.file))
    print(summary.of_report(fixed.report, args.file if fixed.report.findings else None))
    return 1 if fixed.report.errors else 0


def _export(args: argparse.Namespace) -> int:
    report, exported = actions.export(args.file, args.out, options_of(args), args.against)
    if report.layout is None:
        say(f"{args.file}: {report.findings[0].message}")
        return 3
    if exported is None:
        print(summary.of_report(report, None))
        say(
            f"No exporté {args.file}: todavía tiene errores. Corríjalos (icsoe-xl validate los marca) y repita."
        )
        return 1
    print(summary.of_export(report, exported))
    return 0


def _expand(patterns: list[str]) -> list[str]:
    """The files named; patterns are opened here because the Windows console does not do it."""
    files: list[str] = []
    for pattern in patterns:
        if any(sign in pattern for sign in "*?") and not Path(pattern).exists():
            import glob

            found = sorted(name for name in glob.glob(pattern) if not Path(name).name.startswith("~$"))  # noqa: PTH207
            files.extend(found or [pattern])
        else:
            files.append(pattern)
    return files


def print_json(result: object) -> None:
    """The result alone on stdout; escaped where the console cannot show it."""
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps(result, ensure_ascii=ascii_only, indent=2))
