"""The arguments of the launcher become a call, and a call becomes an open workbook of xlwings."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from icsoe_xl.addin.caller import VERBS, Call, book_of, hex_from_text, parse_call, same_name, text_from_hex
from icsoe_xl.errors import UnreadableFile, UsageProblem


def test_a_call_is_parsed() -> None:
    assert parse_call(["validar", "--wb-hex=00C1003A", "--hwnd=42"]) == Call("validar", "Á:", 42)
    assert parse_call(["ayuda", "--wb-hex=d83ddcca"]) == Call("ayuda", "📊", None)
    assert parse_call(["acerca"]) == Call("acerca", None, None)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_taken(verb: str) -> None:
    assert parse_call([verb, "--wb-hex=0041"]).verb == verb


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["--hwnd=1"], ["borrar"], ["Validar"], ["validar"], ["validar", "--hwnd=1"],
        ["validar", "--wb-hex="], ["validar", "--wb-hex=004"], ["validar", "--wb-hex=00 41"],
        ["validar", "--wb-hex=004G"], ["validar", "--wb-hex=0041", "--hwnd=-1"],
        ["validar", "--wb-hex=0041", "--hwnd=1x"], ["validar", "--wb-hex=0041", "--hwnd=²"],
        ["validar", "--wb-hex=0041", "--from_xl=1"], ["validar", "--wb=A.xlsx"],
    ],
)  # fmt: skip
def test_anything_else_is_refused(arguments: list[str]) -> None:
    with pytest.raises(UsageProblem):
        parse_call(arguments)


@pytest.mark.parametrize("name", ["a", "Nómina & %x% ^!'\".xlsx", "中文", "📊🇲🇽", "\ud83d solo", "\0\t\r\n"])
def test_names_survive_the_trip(name: str) -> None:
    digits = hex_from_text(name)
    assert digits.isascii()
    assert digits.isalnum()
    assert text_from_hex(digits) == name


def test_names_are_compared_as_excel_does() -> None:
    assert same_name("Nómina.XLSX", "no\u0301mina.xlsx")
    assert same_name("ÑANDÚ.xlsx", "ñandú.xlsx")
    assert not same_name("Nomina.xlsx", "Nómina.xlsx")


@pytest.fixture
def excel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two Excels as an engine of xlwings' own facade, so that its public objects are what is asked."""
    xw = pytest.importorskip("xlwings", reason="xlwings talks to Excel: pip install xlwings")

    class Books(list[Any]):
        pass

    def app(pid: int, *names: str) -> Any:
        this = SimpleNamespace(pid=pid)
        this.books = Books(SimpleNamespace(name=name, app=this) for name in names)
        return this

    class Apps(list[Any]):
        def __getitem__(self, pid: Any) -> Any:
            return next(one for one in self if one.pid == pid)

    apps = Apps([app(11, "Otro.xlsx", "Nómina.xlsx"), app(22, "no\u0301mina.xlsx")])
    engine = xw.Engine(impl=SimpleNamespace(name="prueba", apps=apps))
    monkeypatch.setattr(xw.engines, "active", engine)


@pytest.mark.usefixtures("excel")
def test_book_is_found_by_name_in_any_excel() -> None:
    book = book_of(Call("validar", "NÓMINA.xlsx"))
    assert (book.name, book.app.pid) == ("Nómina.xlsx", 11)


@pytest.mark.usefixtures("excel")
def test_book_is_found_in_the_excel_of_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icsoe_xl.addin.caller._process_of_window", {7: 22}.get)
    assert book_of(Call("validar", "Nómina.xlsx", hwnd=7)).app.pid == 22
    with pytest.raises(UnreadableFile, match="ya no está abierto"):
        book_of(Call("validar", "Otro.xlsx", hwnd=7))


@pytest.mark.usefixtures("excel")
def test_closed_book_is_told() -> None:
    with pytest.raises(UnreadableFile, match="Ábralo"):
        book_of(Call("validar", "Cerrado.xlsx"))
    with pytest.raises(UnreadableFile):
        book_of(Call("acerca"))
