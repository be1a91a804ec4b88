"""What one package changes against another: contracts, their fields, their workers.

Contracts are the same when their keys are (case-folded), or when only one on each side is left with the same client,
object and dates: then its key alone was changed. Workers of a contract are the same when their NSS is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from icsoe_xl.filing.declared import Declared, DeclaredContract, Worker

_IDENTITY = ("Cliente: RFC", "Objeto del contrato", "Fecha de inicio", "Fecha de término")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field whose text is another one; "" where it was, or is now, left empty."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WorkerChange:
    """A worker of the same NSS with another CURP or wage."""

    before: Worker
    after: Worker


@dataclass(frozen=True, slots=True)
class ContractChange:
    """A contract that is not as it was.

    ``state``: ``Nuevo``, ``Se quita``, ``Cambia``, or ``Otra clave`` when nothing else changed. ``place`` is that
    in the new package, from 1 (0 when it is no longer there). ``workers``: those of a whole contract that comes or
    goes; they are not listed in ``added`` and ``gone``.
    """

    state: str
    key: str
    client: str
    place: int
    workers: int
    fields: tuple[FieldChange, ...] = ()
    added: tuple[Worker, ...] = ()
    gone: tuple[Worker, ...] = ()
    changed: tuple[WorkerChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes: of the contractor's own data, then contract by contract in the order of the new package."""

    contractor: tuple[FieldChange, ...]
    contracts: tuple[ContractChange, ...]
    same: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not self.contractor and not self.contracts

    @property
    def states(self) -> dict[int, str]:
        """State of each changed contract by its place in the new package."""
        return {contract.place: contract.state for contract in self.contracts if contract.place}

    @property
    def in_words(self) -> str:
        """Counts for people, such as ``1 contrato nuevo y 2 con cambios; 3 trabajadores que salen``."""
        states = Counter(one.state for one in self.contracts)
        contracts = (
            (states["Nuevo"], "nuevo", "nuevos"),
            (states["Se quita"], "que se quita", "que se quitan"),
            (states["Cambia"], "con cambios", "con cambios"),
            (states["Otra clave"], "con otra clave", "con otra clave"),
        )
        workers = (
            (
                sum(len(one.added) + one.workers * (one.state == "Nuevo") for one in self.contracts),
                "que entra",
                "que entran",
            ),
            (
                sum(len(one.gone) + one.workers * (one.state == "Se quita") for one in self.contracts),
                "que sale",
                "que salen",
            ),
            (sum(len(one.changed) for one in self.contracts), "con otro SBC o CURP", "con otro SBC o CURP"),
        )
        groups = (
            _counts("contrato", "contratos", contracts),
            _counts("trabajador", "trabajadores", workers),
            "otros datos del contratista" if self.contractor else "",
        )
        return "; ".join(filter(None, groups)) or "ninguno"


def compare(before: Declared, after: Declared, *, partial: bool = False) -> Difference:
    """What ``after`` changes. With ``partial`` (Actualización) it holds only some contracts: none is taken away."""
    pairs, gone = _paired(before.contracts, after.contracts)
    changes = [
        _new(new, place) if old is None else _changed(old, new, place)
        for place, (old, new) in enumerate(pairs, 1)
    ]
    taken = (
        []
        if partial
        else [ContractChange("Se quita", old.key, old.client, 0, len(old.workers)) for old in gone]
    )
    found = [change for change in changes if change is not None]
    return Difference(
        _fields(before.contractor, after.contractor), (*found, *taken), len(changes) - len(found)
    )


def _paired(
    before: Iterable[DeclaredContract], after: Iterable[DeclaredContract]
) -> tuple[list[tuple[DeclaredContract | None, DeclaredContract]], list[DeclaredContract]]:
    """Each new contract with the old one that it is, if any; and the old ones that are none of them."""
    old = {contract.key.casefold(): contract for contract in before}
    new = list(after)
    keys = {contract.key.casefold() for contract in new}
    left = _by_identity(contract for key, contract in old.items() if key not in keys)
    coming = _by_identity(contract for contract in new if contract.key.casefold() not in old)
    renamed = {
        coming[identity][0].key.casefold(): only[0]
        for identity, only in left.items()
        if len(only) == 1 and len(coming.get(identity, ())) == 1
    }
    pairs = [(old.get(key) or renamed.get(key), one) for one in new for key in (one.key.casefold(),)]
    used = {id(earlier) for earlier, _ in pairs}
    return pairs, [contract for contract in old.values() if id(contract) not in used]


def _by_identity(
    contracts: Iterable[DeclaredContract],
) -> dict[tuple[str, ...], list[DeclaredContract]]:
    found: dict[tuple[str, ...], list[DeclaredContract]] = defaultdict(list)
    for contract in contracts:
        found[tuple(contract.fields.get(label, "").casefold() for label in _IDENTITY)].append(contract)
    return dict(found)


def _new(contract: DeclaredContract, place: int) -> ContractChange:
    return ContractChange("Nuevo", contract.key, contract.client, place, len(contract.workers))


def _changed(old: DeclaredContract, new: DeclaredContract, place: int) -> ContractChange | None:
    """The changes of a contract; None when it is as it was."""
    fields = _fields(old.fields, new.fields)
    was, now = ({worker.nss: worker for worker in one.workers} for one in (old, new))
    added = tuple(worker for nss, worker in now.items() if nss not in was)
    gone = tuple(worker for nss, worker in was.items() if nss not in now)
    changed = tuple(
        WorkerChange(was[nss], worker) for nss, worker in now.items() if nss in was and was[nss] != worker
    )
    renamed = old.key.casefold() != new.key.casefold()
    if not (fields or added or gone or changed or renamed):
        return None
    state = "Cambia" if fields or added or gone or changed else "Otra clave"
    key = (FieldChange("Clave en el libro", old.key, new.key),) if renamed else ()
    return ContractChange(
        state, new.key, new.client, place, len(new.workers), (*key, *fields), added, gone, changed
    )


def _fields(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of the new ones; one that is on one side only is empty on the other."""
    return tuple(
        FieldChange(label, before.get(label, ""), after.get(label, ""))
        for label in {**after, **before}
        if before.get(label, "") != after.get(label, "")
    )


def _counts(one: str, many: str, parts: Iterable[tuple[int, str, str]]) -> str:
    """``1 contrato nuevo, 2 que se quitan y 1 con cambios``: what is counted is named once."""
    said: list[str] = []
    for number, singular, plural in parts:
        if number:
            noun = "" if said else f" {one if number == 1 else many}"
            said.append(f"{number:,}{noun} {singular if number == 1 else plural}")
    return " y ".join(filter(None, (", ".join(said[:-1]), *said[-1:])))
