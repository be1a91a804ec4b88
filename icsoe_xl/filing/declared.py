"""What a package declares, in the values that the portal gets: what a later package is compared with.

It is kept as JSON (see :mod:`icsoe_xl.ledger.snapshots`) and read back, perhaps years later.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from icsoe_xl.filing.submission import Address, Contract, Submission, Value

FORMAT = 1
"""Of the JSON. It changes with any label below or in :mod:`icsoe_xl.filing.submission`: a field that changed its
name would look like a change of what was filed."""

IS_TAX = "¿El domicilio es el fiscal?"


class Worker(NamedTuple):
    """One line of a worker file: 11 digits, 18 characters, pesos with two decimals."""

    nss: str
    curp: str
    sbc: str


class DeclaredContract(NamedTuple):
    """One contract: its key and client (name, else RFC) for people, its fields by label, its workers."""

    key: str
    client: str
    fields: dict[str, str]
    workers: tuple[Worker, ...]


class Declared(NamedTuple):
    """A return as it was, or would be, filed. ``contractor`` are the fields of the contractor by label."""

    rfc: str
    period: str
    kind: str
    contractor: dict[str, str]
    contracts: tuple[DeclaredContract, ...]

    @property
    def workers(self) -> int:
        """Workers of all contracts; one of two contracts counts twice."""
        return sum(len(contract.workers) for contract in self.contracts)

    def to_bytes(self) -> bytes:
        """As compressed JSON; the same return gives the same bytes."""
        said = json.dumps({"format": FORMAT, **self._asdict()}, separators=(",", ":"))
        return gzip.compress(said.encode("ascii"), mtime=0)

    @classmethod
    def from_bytes(cls, data: bytes | None) -> Declared | None:
        """Read what ``to_bytes`` wrote; None for nothing, another format, and what is damaged."""
        try:
            said = json.loads(gzip.decompress(data or b""))
            if said.pop("format") != FORMAT:
                return None
            contracts = tuple(
                DeclaredContract(key, client, fields, tuple(Worker(*worker) for worker in workers))
                for key, client, fields, workers in said.pop("contracts")
            )
            return cls(**said, contracts=contracts)
        except (OSError, EOFError, zlib.error, ValueError, TypeError, LookupError, AttributeError):
            return None  # a damaged one shows itself in all these ways; it is as good as none


def of(submission: Submission, rows: Mapping[str, Iterable[Sequence[str]]]) -> Declared:
    """What a submission declares; ``rows`` gives each contract (its key, case-folded) NSS, CURP, SBC of its workers."""
    return Declared(
        submission.rfc,
        submission.period,
        submission.kind,
        {**_fields(submission.general), **_address(submission.address)},
        tuple(
            _contract(contract, rows.get(contract.key.casefold(), ())) for contract in submission.contracts
        ),
    )


def _contract(contract: Contract, rows: Iterable[Sequence[str]]) -> DeclaredContract:
    client = {**_fields(contract.client), **_address(contract.address)}
    return DeclaredContract(
        contract.key,
        contract.client_name or contract.client_rfc,
        {**_fields(contract.terms), **{f"Cliente: {label}": text for label, text in client.items()}},
        tuple(Worker(*row) for row in rows),
    )


def _fields(values: Iterable[Value]) -> dict[str, str]:
    return {value.label: value.text for value in values}


def _address(address: Address) -> dict[str, str]:
    return {IS_TAX: address.is_tax, **_fields(address.parts)}
