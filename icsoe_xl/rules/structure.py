"""A001-A009: the workbook, the sheet and the table, before any value is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from icsoe_xl.addresses import column_letters
from icsoe_xl.findings import Finding
from icsoe_xl.model import Table
from icsoe_xl.rules.base import Rows, Rule

_TEMPLATE = "IMSS, Guía para usar la plantilla de carga de trabajadores (enero de 2023)."
_OWN = "Práctica de quien prepara la ICSOE; no es requisito del IMSS."

A001 = Rule(
    code="A001",
    title="El libro no tiene una tabla de trabajadores conocida",
    severity="error",
    what="No encontré una tabla de trabajadores en el libro.",
    mend="Ponga los encabezados NSS, CURP y Salario base de cotización en una fila, o use la plantilla del IMSS.",
    why="Se busca en cada hoja visible, filas 1 a 30, una fila con al menos dos encabezados de la plantilla.",
    source=_TEMPLATE,
    bad="Encabezados: Empleado | Puesto | Sueldo",
    good="Encabezados: NSS | CURP | Salario base de cotización",
)
A002 = Rule(
    code="A002",
    title="Falta una columna obligatoria",
    severity="error",
    what="Falta una columna obligatoria.",
    mend="Agréguela en la misma fila de encabezados.",
    why="El archivo de carga lleva tres columnas: NSS, CURP y salario base de cotización.",
    source=_TEMPLATE,
    bad="Encabezados: NSS | Salario base de cotización",
    good="Encabezados: NSS | CURP | Salario base de cotización",
)
A003 = Rule(
    code="A003",
    title="La tabla no tiene trabajadores",
    severity="error",
    what="La tabla no tiene ningún trabajador.",
    mend="Escriba los trabajadores debajo de los encabezados; si no hubo contratos, presente la ICSOE Sin información.",
    why="Un contrato sin trabajadores es una de las inconsistencias que publica el IMSS.",
    source="IMSS, Boletín 300/2025 (inconsistencia 4).",
    bad="Sólo la fila de encabezados",
    good="Al menos un renglón con NSS, CURP y SBC",
)
A004 = Rule(
    code="A004",
    title="Más de 3,000 trabajadores para un archivo",
    severity="warning",
    what="El contrato tiene más de 3,000 trabajadores y el portal acepta hasta 3,000 por archivo.",
    mend="No tiene que hacer nada: al exportar se parte en varios archivos numerados.",
    why="El portal acepta como máximo 3,000 trabajadores y 15 MB por archivo.",
    source=_TEMPLATE,
    bad="3,001 trabajadores en un contrato",
    good="3,000 trabajadores en un contrato",
)
A005 = Rule(
    code="A005",
    title="La celda tiene un error de Excel, o una fórmula sin resultado",
    severity="error",
    what="La celda tiene un error de Excel.",
    mend="Corrija la fórmula o escriba el valor.",
    why="Un #N/A o #¡REF! no es un dato. Una fórmula sin resultado guardado aparece si el libro lo hizo otro programa.",
    source=_OWN,
    bad="CURP: #N/A",
    good="CURP: MOTR930411HJCRMG70",
)
A006 = Rule(
    code="A006",
    title="La columna tiene fórmulas",
    severity="warning",
    what="La columna tiene fórmulas: se exportan sus resultados.",
    mend="Si ya terminó, puede copiar y pegar como valores para que no cambien.",
    why="El archivo de carga no puede llevar fórmulas; se escriben los resultados guardados en el libro.",
    source=_TEMPLATE,
    bad="SBC: =D2*1.0493",
    good="SBC: 450.75",
)
A007 = Rule(
    code="A007",
    title="Hay trabajadores en filas ocultas o filtradas",
    severity="warning",
    what="Hay trabajadores en filas ocultas o filtradas, y se exportan como los demás.",
    mend="Quite el filtro o muestre las filas para revisarlos; si no van, bórrelos.",
    why="Un filtro olvidado esconde renglones que sí se reportan al IMSS.",
    source=_OWN,
    bad="La fila 7 está oculta y tiene un trabajador",
    good="Todas las filas con trabajadores a la vista",
)
A008 = Rule(
    code="A008",
    title="Fila de totales o encabezado repetido dentro de la tabla",
    severity="warning",
    what="Esta fila es de totales: no se cuenta ni se exporta.",
    mend="Puede dejarla; si es un trabajador, escriba su NSS y su CURP.",
    why="Los totales y los encabezados repetidos de una impresión no son trabajadores.",
    source=_OWN,
    bad="TOTAL | | 13,522.50",
    good="Sólo renglones de trabajadores",
)
A009 = Rule(
    code="A009",
    title="Dos columnas podrían ser el mismo dato",
    severity="error",
    what="Dos columnas podrían ser el mismo dato y no se sabe cuál usar.",
    mend="Deje el encabezado de la plantilla sólo en la columna buena y cambie el nombre de la otra.",
    why="Nóminas con SBC y SDI, o con dos columnas de afiliación, son comunes: elegir mal reportaría otro salario.",
    source=_OWN,
    bad="Encabezados: NSS | CURP | SBC | SDI",
    good="Encabezados: NSS | CURP | Salario base de cotización | SDI",
)

RULES = (A001, A002, A003, A004, A005, A006, A007, A008, A009)

LABELS = {"nss": "NSS", "curp": "CURP", "sbc": "SBC", "nombre": "Nombre", "contrato": "Contrato"}
"""How the person knows each field."""


def check(rows: Rows) -> Iterator[Finding]:
    """Findings A002-A009 of one table; fills ``rows.unreadable``, which no other rule judges again."""
    table = rows.table
    for field in table.missing:
        yield A002.on_sheet(table.sheet, field, what=f"Falta la columna {LABELS.get(field, field)}.")
    for field, candidates in table.ambiguous.items():
        letters = " y ".join(column_letters(column) for column in candidates)
        yield A009.on_column(
            table,
            candidates[-1],
            field,
            what=f"Las columnas {letters} podrían ser {LABELS.get(field, field)} y no se sabe cuál usar.",
        )
    for row, column, kind in table.aside:
        what = "" if kind == "total" else "Esta fila repite los encabezados: no se cuenta ni se exporta."
        mend = "" if kind == "total" else "Puede dejarla o borrarla."
        yield Finding(table.sheet, row, column, None, "A008", "warning", what or A008.what, mend or A008.mend)
    if not table.rows:
        yield A003.on_sheet(table.sheet)
        return
    yield from _contract_sizes(table)
    yield from _formulas(rows)
    yield from _hidden(table)


def _contract_sizes(table: Table) -> Iterator[Finding]:
    limit = table.layout.export.max_rows
    if len(table.rows) <= limit:
        return
    for size in Counter(table.contracts or [""] * len(table.rows)).values():
        if size > limit:
            yield A004.on_sheet(
                table.sheet,
                what=f"Un contrato tiene {size:,} trabajadores y el portal acepta hasta {limit:,} por archivo.",
            )


def _formulas(rows: Rows) -> Iterator[Finding]:
    table, facts = rows.table, rows.table.facts
    if not facts.errors and not facts.formulas and not facts.unstored:
        return
    index_of = {row: index for index, row in enumerate(table.rows)}
    for field, column in table.columns.items():
        broken = {place for place in facts.errors if place[1] == column} | {
            place for place in facts.unstored if place[1] == column
        }
        for row, _ in sorted(broken):
            if row in index_of and field in ("nss", "curp", "sbc", "contrato"):
                rows.unreadable.add((index_of[row], field))
                stored = (
                    "La fórmula no tiene un resultado guardado." if (row, column) in facts.unstored else ""
                )
                mend = "Abra el libro en Excel, deje que calcule y guárdelo." if stored else ""
                yield A005.at(table, index_of[row], field, what=stored, mend=mend)
        count = sum(1 for row, at in facts.formulas if at == column and row in index_of)
        if count:
            cells = "una celda" if count == 1 else f"{count:,} celdas"
            yield A006.on_column(
                table,
                column,
                field,
                what=f"La columna {LABELS.get(field, field)} tiene fórmulas en {cells}: se exportan sus resultados.",
            )


def _hidden(table: Table) -> Iterator[Finding]:
    hidden = table.facts.hidden_rows
    if not hidden:
        return
    out_of_sight = [row for row in table.rows if row in hidden]
    if out_of_sight:
        many = len(out_of_sight)
        rows = f"La fila {out_of_sight[0]} está oculta o filtrada y tiene un trabajador que sí se exporta."
        if many > 1:
            rows = (
                f"Hay {many:,} trabajadores en filas ocultas o filtradas (la primera es la fila "
                f"{out_of_sight[0]}), y se exportan como los demás."
            )
        yield A007.on_sheet(table.sheet, what=rows)
