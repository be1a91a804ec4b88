"""What a whole workbook declares, as the portal asks for it: screens in order, each with its fields.

Source: IMSS, guides 1 to 6 of ICSOE (general data, return, contractor's address, client, contract, workers);
high for the fields and their order. Values are written as a person types them there: days as ``15/01/2026``,
mobiles as 10 digits, an RFC without hyphens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from icsoe_xl.cells import clean
from icsoe_xl.contact import is_mobile
from icsoe_xl.ids import rfc
from icsoe_xl.model import Form, Table
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return
from icsoe_xl.rules import addresses, typed

_MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()  # noqa: SIM905
)
_ADDRESS_LABELS = {
    "cp": "Código postal",
    "colonia": "Colonia",
    "calle": "Calle",
    "num_ext": "Número exterior",
    "num_int": "Número interior",
    "entre_calles": "Entre calles",
}
"""The parts of an address in the portal's order."""


@dataclass(frozen=True, slots=True)
class Value:
    """One field of a screen: what the portal calls it and what goes into it ("" stays empty)."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Address:
    """The answer to "is it the tax address?" (Sí, No, or "" where the workbook does not say) and its parts."""

    is_tax: str
    parts: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """One worker file: name, workers in it, SHA-256 (hexadecimal), and the workbook with the same rows."""

    name: str
    rows: int
    sha256: str
    block: str


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract: who the client is, and the three screens (client, contract, workers)."""

    key: str
    client_name: str
    client_rfc: str
    client: tuple[Value, ...]
    address: Address
    terms: tuple[Value, ...]
    starts: str
    ends: str
    uploads: tuple[Upload, ...]

    @property
    def workers(self) -> int:
        """Workers of all its files."""
        return sum(upload.rows for upload in self.uploads)


@dataclass(frozen=True, slots=True)
class Submission:
    """A return as a whole. ``due`` is "" for a complementaria, which has no due date."""

    rfc: str
    name: str
    repse: str
    typist: str
    period: str
    period_label: str
    kind: str
    is_nil: bool
    window_opens: str
    due: str
    due_in_words: str
    general: tuple[Value, ...]
    filing: tuple[Value, ...]
    address: Address
    contracts: tuple[Contract, ...]

    @property
    def files(self) -> tuple[tuple[Contract, Upload | None], ...]:
        """Each worker file with its contract, in order; None for a contract that has none."""
        return tuple((one, upload) for one in self.contracts for upload in one.uploads or (None,))

    @property
    def workers(self) -> int:
        """Rows of all worker files; a worker of two contracts counts twice."""
        return sum(contract.workers for contract in self.contracts)


def read(
    form: Form, contracts: Table | None, period: Period, uploads: Mapping[str, Sequence[Upload]]
) -> Submission:
    """What a workbook without errors declares for a period.

    ``uploads`` gives each contract (its key, case-folded) the files of its workers.
    """
    from icsoe_xl.periods.calendar import due_date  # late: it imports holidays

    kind = Return.parse(form.text("icsoe_tipo"))
    if kind is None:
        raise ValueError("a workbook without errors has a type of return (C005)")
    due = due_date(period) if kind.has_due_date else None
    return Submission(
        rfc=rfc.compact(form.text("icsoe_rfc")),
        name=form.text("icsoe_razon_social"),
        repse=form.text("icsoe_repse_registro"),
        typist=form.text("icsoe_capturista"),
        period=str(period),
        period_label=period.label,
        kind=kind.value,
        is_nil=kind is Return.NIL,
        window_opens=_day(period.window_opens),
        due=_day(due),
        due_in_words="" if due is None else f"{due.day} de {_MONTHS[due.month - 1]} de {due.year}",
        general=(
            Value("Correo electrónico", form.text("icsoe_correo")),
            Value("Teléfono móvil", _mobile(form.text("icsoe_movil"))),
            Value("Teléfono fijo", form.text("icsoe_telefono")),
        ),
        filing=_filing(period, kind),
        address=_address(form.raw(f"icsoe_{addresses.IS_TAX}"), _parts_of_form(form)),
        contracts=() if contracts is None else _contracts(contracts, uploads),
    )


def _filing(period: Period, kind: Return) -> tuple[Value, ...]:
    months = period.label.removesuffix(f" {period.year}").replace("-", " a ")
    kind_text = kind.value if kind.has_due_date else f"Complementaria: {kind.value}"
    return Value("Año", str(period.year)), Value("Periodo", months.capitalize()), Value("Tipo", kind_text)


def _contracts(table: Table, uploads: Mapping[str, Sequence[Upload]]) -> tuple[Contract, ...]:
    by_key = defaultdict(tuple, {key: tuple(files) for key, files in uploads.items()})
    return tuple(
        _contract({name: column[index] for name, column in table.raw.items()}, by_key)
        for index in range(len(table.rows))
    )


def _contract(raw: Mapping[str, object], uploads: Mapping[str, tuple[Upload, ...]]) -> Contract:
    def text(name: str) -> str:
        return clean(raw.get(name))

    key, client_rfc = text("contrato"), rfc.compact(text("cliente_rfc"))
    starts, ends = _day_of(raw.get("fecha_inicio")), _day_of(raw.get("fecha_fin"))
    service = " ".join(part for part in (text("repse_folio"), text("servicio")) if part)
    return Contract(
        key=key,
        client_name=text("cliente_nombre"),
        client_rfc=client_rfc,
        client=(
            Value("RFC", client_rfc),
            Value("Correo electrónico", text("cliente_correo")),
            Value("Teléfono móvil", _mobile(text("cliente_movil"))),
            Value("Teléfono fijo", text("cliente_telefono")),
        ),
        address=_address(
            raw.get(f"cliente_{addresses.IS_TAX}"),
            {part: clean(raw.get(f"cliente_{part}")) for part in _ADDRESS_LABELS},
        ),
        terms=(
            Value("Objeto del contrato", text("objeto")),
            Value("Servicio u obra especializado contratado", service),
            Value("Fecha de inicio", starts),
            Value("Fecha de término", ends),
        ),
        starts=starts,
        ends=ends,
        uploads=uploads[key.casefold()],
    )


def _parts_of_form(form: Form) -> dict[str, str]:
    return {part: form.text(f"icsoe_{part}") for part in _ADDRESS_LABELS}


def _address(answer: object, parts: Mapping[str, str]) -> Address:
    """Without an answer an empty address is the tax one, as the rules take it (C006, K042)."""
    said = typed.yes_or_no(answer)
    if said or (said is None and not any(parts.values())):
        return Address("Sí", ())
    values = tuple(Value(label, parts[part]) for part, label in _ADDRESS_LABELS.items())
    return Address("" if said is None else "No", values)


def _mobile(text: str) -> str:
    """The 10 digits that the portal takes, without separators and country."""
    return "".join(char for char in text if char.isdigit())[-10:] if is_mobile(text) else text


def _day_of(raw: object) -> str:
    found = typed.day(raw) or typed.written_day(raw)
    return clean(raw) if found is None else _day(found)


def _day(day: object) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"
