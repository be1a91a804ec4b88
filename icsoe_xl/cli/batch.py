"""``batch``: many workbooks, one summary."""

from __future__ import annotations

import argparse
from pathlib import Path

from icsoe_xl.cli.door import say
from icsoe_xl.errors import UnwritableFile, UsageProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.batch.journal import Journal
    from icsoe_xl.batch.run import Results

_TIMEOUT = 300.0


def arguments(verb: str, parser: argparse.ArgumentParser) -> None:  # noqa: ARG001 - one signature for all commands
    """The options of ``batch``."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="RUTA",
        help="libros, carpetas (con todo lo que hay debajo), patrones o direcciones (s3://..., https://...)",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--check", action="store_true", help="sólo revisa, sin marcar nada (así es si no dice otra cosa)"
    )
    how.add_argument("--mark", action="store_true", help="marca cada libro en su lugar")
    parser.add_argument("--out", metavar="CARPETA", help="deja ahí el resumen: resumen.xlsx y resumen.json")
    parser.add_argument(
        "--resume",
        action="store_true",
        help="no repite los libros que no han cambiado desde el último resumen",
    )
    parser.add_argument(
        "--jobs",
        type=int,
        default=0,
        metavar="N",
        help="libros a la vez (uno por núcleo, o por hilo del clúster)",
    )
    parser.add_argument(
        "--cluster",
        metavar="DIRECCIÓN",
        help="reparte los libros en un clúster de Dask, por ejemplo tls://equipo:8786; sus procesos deben ver los "
        "libros con la misma ruta que usted, o dé direcciones (s3://...)",
    )
    parser.add_argument(
        "--timeout", type=float, default=_TIMEOUT, metavar="S", help="segundos para cada libro (300)"
    )
    parser.add_argument("--period", metavar="AAAA-N", help="periodo, por ejemplo 2026-1")
    parser.add_argument(
        "--layout", metavar="NOMBRE", help="plantilla que se espera, por ejemplo imss-captura"
    )
    parser.add_argument("--sheet", metavar="HOJA", help="hoja que se revisa en cada libro")


def run(verb: str, args: argparse.Namespace) -> int:  # noqa: ARG001 - one signature for all commands
    """Run it; the highest exit code of all workbooks, 130 after Ctrl-C."""
    from icsoe_xl.actions import Options
    from icsoe_xl.batch import summary
    from icsoe_xl.batch.paths import workbooks
    from icsoe_xl.batch.progress import Progress
    from icsoe_xl.batch.run import Plan
    from icsoe_xl.batch.run import run as run_plan

    _check(args)
    out = Path(args.out) if args.out else None
    ours = [] if out is None else [str(out / summary.XLSX_NAME)]
    plan = Plan(
        workbooks(args.paths, but=ours),
        Options(args.period, args.layout, args.sheet),
        mark=args.mark,
        jobs=args.jobs,
        timeout=args.timeout,
        out=out,
        resume=args.resume,
        cluster=args.cluster,
    )
    progress = Progress()
    unwritten: list[UnwritableFile] = []

    def write(results: Results, journal: Journal) -> None:
        progress.close()
        for entry in results.entries:
            if entry is not None and entry.line:
                say(summary.shown(entry.line))
        print(summary.table(results))
        if out is not None:
            unwritten.extend(_write(results, journal, out))

    results = run_plan(plan, progress.tell, write)
    for problem in unwritten:
        say(str(problem))
    if results.interrupted:
        say("Interrumpido. Lo revisado hasta aquí está en el resumen" + _again(args))
        return 130
    return max(results.code, 4) if unwritten else results.code


def _check(args: argparse.Namespace) -> None:
    from icsoe_xl.batch.urls import is_url

    far = next((path for path in args.paths if is_url(path)), None)
    if args.mark and far is not None:
        raise UsageProblem(
            f"--mark no marca lo que está en una dirección ({far}), porque ahí no se puede reemplazar un libro sin "
            "riesgo de perderlo: bájelo y márquelo, o quite --mark."
        )
    if args.jobs < 0:
        raise UsageProblem("--jobs es cuántos libros se revisan a la vez: dé 1 o más.")
    if not args.timeout > 0:
        raise UsageProblem("--timeout son los segundos para cada libro: dé más de 0.")
    if args.resume and not args.out:
        raise UsageProblem("--resume continúa el resumen de una carpeta: diga cuál con --out.")


def _again(args: argparse.Namespace) -> str:
    return "; repita con --resume para continuar." if args.out else "."


def _write(results: Results, journal: Journal, out: Path) -> list[UnwritableFile]:
    """Both files; one that is open in Excel must not cost the other one."""
    from icsoe_xl.batch import sheet, summary

    problems = []
    try:
        summary.write_json(results, journal, out)
    except UnwritableFile as problem:
        problems.append(problem)
    try:
        summary.write_table_file(sheet.workbook(results, out), out)
    except UnwritableFile as problem:
        problems.append(problem)
    if not problems:
        print(
            f"\nEl resumen completo está en {summary.shown(str(out / summary.XLSX_NAME))} y {summary.JSON_NAME}."
        )
    return problems
