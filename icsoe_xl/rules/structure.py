"""A001-A009: the workbook, the sheet and the table, before any value is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from icsoe_xl.addresses import column_letters
from icsoe_xl.findings import Finding
from icsoe_xl.model import Form, Kind, Table
from icsoe_xl.periods.returns import Return
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
    title="Hay trabajadores o contratos en filas ocultas o filtradas",
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
"""How the person knows the fields of a worker."""

_ROWS: dict[Kind, tuple[str, str]] = {
    "workers": ("un trabajador", "trabajadores"),
    "contracts": ("un contrato", "contratos"),
}
"""What a row of each kind of table is: one, several."""
_JUDGED = frozenset({"nss", "curp", "sbc", "contrato"})
"""Columns of workers in which an Excel error matters; of contracts, all do: each is typed into the portal."""


def check(rows: Rows) -> Iterator[Finding]:
    """Findings A002-A009 of one table; fills ``rows.unreadable``, which no other rule judges again.

    Some are not for contracts: no file is made of their table, so its size and its formulas do not matter.
    In a whole workbook a table may be empty (Sin información); what should be there is asked by K051 and R001.
    """
    table = rows.table
    yield from _missing(table)
    for field, candidates in table.ambiguous.items():
        letters = " y ".join(column_letters(column) for column in candidates)
        yield A009.on_column(
            table,
            candidates[-1],
            field,
            what=f"Las columnas {letters} podrían ser {_label(table, field)} y no se sabe cuál usar.",
        )
    for row, column, kind in table.aside:
        what = "" if kind == "total" else "Esta fila repite los encabezados: no se cuenta ni se exporta."
        mend = "" if kind == "total" and table.kind == "workers" else "Puede dejarla o borrarla."
        yield Finding(table.sheet, row, column, None, "A008", "warning", what or A008.what, mend or A008.mend)
    if not table.rows:
        if table.layout.whole is None:
            yield A003.on_sheet(table.sheet)
        return
    yield from _broken(rows)
    if table.kind == "workers":
        yield from _contract_sizes(table)
        yield from _formulas(table)
    yield from _hidden(table)


def check_whole(
    form: Form, contracts: Rows | None, workers: Sequence[Rows], kind: Return | None
) -> Iterator[Finding]:
    """Findings A002 and A005 of a whole workbook: sheets that are missing, values of the form that are none.

    A return without information needs no table of contracts, one without contracts none of workers.
    """
    for field, error in form.unreadable.items():
        yield A005.on_form(
            form, field, what="" if error else _UNSTORED[0], mend="" if error else _UNSTORED[1]
        )
    whole = form.layout.whole
    if whole is not None and form.sheet is None:
        yield _no_sheet(whole.form.sheets[0], "los datos del contratista y de la informativa")
    if whole is not None and contracts is None and kind is not Return.NIL:
        yield _no_sheet(whole.contracts.sheets[0], "los contratos")
    if contracts is not None and contracts.table.rows and not workers:
        yield _no_sheet(form.layout.workers.sheets[0], "los trabajadores")


def _no_sheet(name: str, holds: str) -> Finding:
    return A002.on_sheet(
        None,
        what=f"No encontré la hoja «{name}», con {holds}.",
        mend="Póngala otra vez, o cópiela de un libro nuevo.",
    )


def _label(table: Table, field: str) -> str:
    return LABELS.get(field) or table.layout.shape(table.kind).label(field)


def _missing(table: Table) -> Iterator[Finding]:
    if len(table.missing) > 1 and table.missing == table.layout.shape(table.kind).required:
        every = ", ".join(_label(table, field) for field in table.missing)
        yield A002.on_sheet(
            table.sheet,
            what=f"La hoja no tiene los encabezados de su tabla: {every}.",
            mend="Póngalos en una sola fila, o copie la hoja de un libro nuevo.",
        )
        return
    for field in table.missing:
        yield A002.on_sheet(table.sheet, field, what=f"Falta la columna {_label(table, field)}.")


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


_UNSTORED = (
    "La fórmula no tiene un resultado guardado.",
    "Abra el libro en Excel, deje que calcule y guárdelo.",
)


def _broken(rows: Rows) -> Iterator[Finding]:
    table, facts = rows.table, rows.table.facts
    if not facts.errors and not facts.unstored:
        return
    index_of = {row: index for index, row in enumerate(table.rows)}
    for field, column in table.columns.items():
        broken = {place for place in facts.errors if place[1] == column} | {
            place for place in facts.unstored if place[1] == column
        }
        for row, _ in sorted(broken):
            if row in index_of and (field in _JUDGED or table.kind == "contracts"):
                rows.unreadable.add((index_of[row], field))
                what, mend = _UNSTORED if (row, column) in facts.unstored else ("", "")
                yield A005.at(table, index_of[row], field, what=what, mend=mend)


def _formulas(table: Table) -> Iterator[Finding]:
    facts = table.facts
    if not facts.formulas:
        return
    data = set(table.rows)
    for field, column in table.columns.items():
        if field not in _JUDGED:  # the name is not exported
            continue
        count = sum(1 for row, at in facts.formulas if at == column and row in data)
        if count:
            cells = "una celda" if count == 1 else f"{count:,} celdas"
            yield A006.on_column(
                table,
                column,
                field,
                what=f"La columna {_label(table, field)} tiene fórmulas en {cells}: se exportan sus resultados.",
            )


def _hidden(table: Table) -> Iterator[Finding]:
    hidden = table.facts.hidden_rows
    if not hidden:
        return
    out_of_sight = [row for row in table.rows if row in hidden]
    if out_of_sight:
        many = len(out_of_sight)
        one, several = _ROWS[table.kind]
        rows = f"La fila {out_of_sight[0]} está oculta o filtrada y tiene {one} que sí se exporta."
        if many > 1:
            rows = (
                f"Hay {many:,} {several} en filas ocultas o filtradas (la primera es la fila "
                f"{out_of_sight[0]}), y se exportan como los demás."
            )
        yield A007.on_sheet(table.sheet, what=rows)
