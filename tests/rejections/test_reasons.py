"""The portal's own words, made fit to be shown."""

from __future__ import annotations

import pytest

from icsoe_xl.rejections.reasons import LONGEST, tidy


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        (["NSS no localizado."], "NSS no localizado"),
        (["  NSS\u00a0no\r\n\tlocalizado  "], "NSS no localizado"),
        (["NSS_x000D_\x07 no\u200b localizado\ud800\uffff"], "NSS no localizado"),
        (['"Duplicado"', None, "Duplicado", 12.0], "Duplicado; 12"),
        (["=HYPERLINK(1)"], "=HYPERLINK(1)"),
        ([None, "", "  "], ""),
        ([401], "401"),
    ],
)
def test_what_cannot_be_seen_goes_and_cells_are_joined_once(parts: list[object], wanted: str) -> None:
    assert tidy(parts) == wanted


@pytest.mark.parametrize(
    ("reason", "wanted"),
    [
        ("El NSS 07116853586 no existe", "El NSS ••• no existe"),
        ("El NSS 07-11-68-5358-6 y el 7116853586", "El NSS ••• y el •••"),
        ("CURP rogg680616mbcmzb13 inválida", "CURP ••• inválida"),
        ("RFC ROGG680616AB1 y SBC $1,643.36 o 400.5", "RFC ••• y SBC ••• o •••"),
        ("Ya está en el contrato A26P3662382 desde el 15/01/2026", None),
        ("Error 4012, renglón 1500: máximo 3,000", None),
        ("Artículo 15-A de la LSS, numeral 5.3", "Artículo 15-A de la LSS, numeral •••"),
    ],
)
def test_nobodys_data_are_repeated(reason: str, wanted: str | None) -> None:
    assert tidy([reason]) == (reason if wanted is None else wanted)


def test_what_the_row_holds_is_not_repeated() -> None:
    private = ["ROMERO GUZMAN GABRIELA", "12345", "no"]
    assert tidy(["Romero Guzman Gabriela (12345) no existe"], private) == "••• (•••) no existe"


def test_a_long_one_is_cut() -> None:
    cut = tidy(["palabra " * 100])
    assert len(cut) == LONGEST and cut.endswith(" pal…")
