"""A worksheet put together again: the rows that were rendered between its surroundings, moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from icsoe_xl.addresses import column_letters
from icsoe_xl.engine import formulas
from icsoe_xl.engine.frame import place_for
from icsoe_xl.engine.layout import Area, Spot, area, unmoved
from icsoe_xl.engine.output import Output, Pending, PendingRow
from icsoe_xl.engine.relations import OFFICE
from icsoe_xl.engine.relocate import Relocator, Standpoint
from icsoe_xl.engine.scan import FormulaTag, Row, Sheet, attributes, with_formula, without
from icsoe_xl.engine.shell import Shell
from icsoe_xl.workbooks.xml_parts import Edit, escape_attribute, escape_text, parse, splice


def expand_shared(rows: Sequence[Row]) -> None:
    """Give every cell of a shared formula its own: after rows move, one formula no longer serves them all."""
    masters: dict[str, tuple[int, int, str]] = {}
    for row in rows:
        for cell in row.cells:
            tag = cell.formula
            if tag is None or tag.attributes.get("t") != "shared":
                continue
            number = tag.attributes.get("si", "")
            if tag.text:
                masters[number] = row.number, cell.column, tag.text
                text = tag.text
            elif number in masters:
                first, left, text = masters[number]
                text = formulas.translated(text, row.number - first, cell.column - left)
            else:
                continue
            kept = {k: v for k, v in tag.attributes.items() if k not in ("t", "si", "ref")}
            cell.formula = FormulaTag(text, kept)


def as_it_is(name: str, sheet: Sheet) -> Output:
    """The output of a sheet without tags, whose formulas may have to move all the same."""
    output = Output(name, unmoved())
    p = sheet.prefix
    for row in sheet.rows:
        pieces: list[str | Pending] = [f'<{p}row r="{row.number}"{row.head}>']
        for cell in row.cells:
            if cell.formula is not None:
                pieces.append(Pending(cell, cell.column, cell.formula.text))
                continue
            start = f'<{p}c r="{column_letters(cell.column)}{row.number}"{cell.head}'
            pieces.append(f"{start}>{cell.inner}</{p}c>" if cell.inner else f"{start}/>")
        output.rows.append(PendingRow(row.number, row.number, [*pieces, f"</{p}row>"]))
    return output


def sheet_bytes(
    sheet: Sheet,
    output: Output,
    relocator: Relocator,
    at: Standpoint,
    links: Sequence[str],
    drawing: str | None,
) -> bytes:
    """The worksheet part. ``links`` are the relationship ids of ``output.links``, ``drawing`` a new one's."""
    p = sheet.prefix
    rows = "".join(_rows(output.rows, p, relocator, at))
    body = f"<{p}sheetData>{rows}</{p}sheetData>".encode("utf-8", "surrogatepass")
    shell = sheet.shell
    root = parse(shell)
    edits = Shell(
        shell, root, output.layout, relocator, at, output.texts, list(_new_links(output, p, links))
    ).edits()
    if drawing is not None:
        new = f'<{p}drawing xmlns:r="{OFFICE}" r:id="{drawing}"/>'.encode()
        edits.append(Edit(place_for(root, "drawing"), 0, new))
    cut = len(sheet.before)
    before = splice(sheet.before, [e for e in edits if e.start < cut])
    after = splice(sheet.after, [e._replace(start=e.start - cut) for e in edits if e.start >= cut])
    return before + body + after


def _new_links(output: Output, prefix: str, ids: Sequence[str]) -> Iterator[bytes]:
    waiting = iter(ids)
    for link in output.links:
        place = f"{column_letters(link.column)}{link.row}"
        tip = f' tooltip="{escape_attribute(link.tip)}"' if link.tip else ""
        if link.target.startswith("#"):
            where = f' location="{escape_attribute(link.target[1:])}"'
        else:
            where = f' xmlns:r="{OFFICE}" r:id="{next(waiting)}"'
        yield f'<{prefix}hyperlink ref="{place}"{where}{tip}/>'.encode()


def _rows(
    rows: Sequence[str | PendingRow], prefix: str, relocator: Relocator, at: Standpoint
) -> Iterator[str]:
    for row in rows:
        if isinstance(row, str):
            yield row
            continue
        text = "".join(
            piece if isinstance(piece, str) else _formula_cell(piece, row, prefix, relocator, at)
            for piece in row.pieces
        )
        yield text.replace("\0", str(row.new_number))


def _formula_cell(
    pending: Pending, row: PendingRow, prefix: str, relocator: Relocator, at: Standpoint
) -> str:
    cell = pending.cell
    assert cell.formula is not None
    here = at._replace(spot=Spot(row.number, cell.column, row.new_number, pending.column))
    given: Mapping[str, str] = cell.formula.attributes
    moved = {
        name: relocator.formula(value, here) if name in ("ref", "r1", "r2") else value
        for name, value in given.items()
    }
    tag = "".join(f' {name}="{escape_attribute(value)}"' for name, value in moved.items())
    text = escape_text(relocator.formula(pending.text, here))
    element = f"<{prefix}f{tag}>{text}</{prefix}f>" if text else f"<{prefix}f{tag}/>"
    head = without(cell.head, "t")
    place = f"{column_letters(pending.column)}\0"
    return f'<{prefix}c r="{place}"{head}>{with_formula(cell.inner, element)}</{prefix}c>'


def merged(sheet: Sheet, output: Output) -> list[Area]:
    """The merged cells of the new sheet."""
    listed = parse(sheet.shell).find("mergeCells")
    olds = [area(node.attributes["ref"]) for node in (listed.children if listed is not None else ())]
    return [new for old in olds for new in output.layout.copies(old)]


def heights(sheet: Sheet) -> dict[int, float]:
    """Heights in points of the rows that say theirs."""
    found = {}
    for row in sheet.rows:
        given = attributes(row.head).get("ht")
        if given is not None:
            found[row.number] = float(given)
    return found
