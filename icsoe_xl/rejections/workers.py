"""The workers of a workbook, to be found again by NSS, by CURP and by contract."""

from __future__ import annotations

import re
from collections.abc import Sequence

from icsoe_xl.cells import clean
from icsoe_xl.ids import nss
from icsoe_xl.ids.text import is_digits
from icsoe_xl.model import Table
from icsoe_xl.rejections.identifiers import curp_key, is_like_curp, nss_key

Spot = tuple[int, int]
"""A row of a table: which table, and the index in its lists."""

_LEAST = 3
"""Letters and digits of a contract that is looked for in a name: «1» stands in too many."""


class Workers:
    """All workers of the tables of a workbook. Rows come in the order of the workbook."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = [table for table in tables if table.kind == "workers"]
        self._keys = {
            "nss": [[nss_key(raw) for raw in table.raw.get("nss", ())] for table in self.tables],
            "curp": [[curp_key(raw) for raw in table.raw.get("curp", ())] for table in self.tables],
        }
        self._with: dict[str, dict[str, list[Spot]]] = {"nss": {}, "curp": {}}
        for field, columns in self._keys.items():
            spots = self._with[field]
            for number, keys in enumerate(columns):
                for index, key in enumerate(keys):
                    if key:
                        spots.setdefault(key, []).append((number, index))
        self.contracts = {
            self.contract(spot) for spots in self._with.values() for each in spots.values() for spot in each
        }

    def key(self, field: str, spot: Spot) -> str:
        """What is compared of a row's NSS or CURP, "" where there is none."""
        number, index = spot
        keys = self._keys[field][number]
        return keys[index] if keys else ""

    def having(self, field: str, key: str) -> list[Spot]:
        """The rows with an NSS or a CURP."""
        return self._with[field].get(key, []) if key else []

    def having_alone(self, field: str, key: str) -> list[Spot]:
        """The same, where one of the two must do: a mistyped value must then be the only one of its kind."""
        spots = self.having(field, key)
        whole = is_digits(key, nss.LENGTH) if field == "nss" else is_like_curp(key)
        return spots if whole or len(spots) == 1 else []

    def contract(self, spot: Spot) -> str:
        """The key of the row's contract; a sheet without that column is one of its own."""
        table = self.tables[spot[0]]
        return table.contracts[spot[1]] if table.contracts else table.sheet.casefold()

    def contract_as_typed(self, spot: Spot) -> str:
        """The same as the workbook shows it."""
        table = self.tables[spot[0]]
        return clean(table.raw["contrato"][spot[1]]) if table.contracts else table.sheet


def named_in(name: str, contracts: Sequence[str]) -> str | None:
    """The one of some contracts that the name of a sheet or file says; None when it says none, or several.

    Signs count as one another, since names of files cannot have them all: ``OC/17`` stands in
    ``trabajadores_oc_17``. Of two that stand there the one that holds the other is meant.
    """
    said = [contract for contract in contracts if contract == name.casefold() or _stands_in(contract, name)]
    longest = max(said, key=len, default=None)
    if longest is None or not all(one == longest or _stands_in(one, longest) for one in said):
        return None
    return longest


def _stands_in(contract: str, name: str) -> bool:
    words = re.findall(r"[^\W_]+", contract)
    if sum(map(len, words)) < _LEAST:
        return False
    wanted = r"[\W_]+".join(map(re.escape, words))
    return re.search(rf"(?<![^\W_]){wanted}(?![^\W_])", name.casefold()) is not None
