"""Values of other people for those of a workbook: the same value always becomes the same other one.

A disguise is drawn by chance and kept in memory only as long as the copy is being made: there is no key from
which to find the way back. No value that stands in the workbook is given to anybody.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from icsoe_xl.cells import clean, text
from icsoe_xl.contact import is_email, is_mobile
from icsoe_xl.diagnose import identifiers as ids
from icsoe_xl.diagnose.wages import Wages
from icsoe_xl.ids import curp, nss, repse, rfc
from icsoe_xl.ids.text import bare
from icsoe_xl.layouts.layout import header_key
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return
from icsoe_xl.rules import typed
from icsoe_xl.rules.sbc import number

_TRIES = 300
_FULL_WIDTH = 0xFEE0
"""From an ASCII sign to its full-width form."""
_SHORTEST = 5
"""Shorter values than this stand for nobody, and there are too few of them to avoid those of the workbook."""

KINDS = {
    "nss": "identifier",
    "curp": "identifier",
    "sbc": "wage",
    "nombre": "name",
    "contrato": "key",
    "rfc": "identifier",
    "cliente_rfc": "identifier",
    "razon_social": "name",
    "cliente_nombre": "name",
    "capturista": "name",
    "correo": "email",
    "movil": "phone",
    "telefono": "phone",
    "cp": "digits",
    "registro_patronal": "identifier",
    "repse_registro": "registration",
    "repse_folio": "key",
    "repse_vence": "day",
    "fecha_inicio": "day",
    "fecha_fin": "day",
    "periodo": "known",
    "tipo": "known",
    "domicilio_fiscal": "known",
    "num_contratos": "known",
}
"""What the fields hold; those of the form and of the client have the same names after their prefix. Anything
else is text that only has to be there: objects of contracts, services, streets."""


class Scale(NamedTuple):
    """What decides whether a value is in order: today, days of birth of working age, wages (pesos per day)."""

    today: date
    ages: tuple[date, date]
    minimum_wage: float
    cap: float


class Disguise:
    """The other people of one copy."""

    def __init__(self, scale: Scale, rng: random.Random) -> None:
        self._scale, self._rng = scale, rng
        self._given: dict[tuple[str, object], str] = {}
        self._taken: set[str] = set()
        self._wages = Wages(scale.minimum_wage, scale.cap, self._taken, rng)

    def avoid(self, values: Iterable[object]) -> None:
        """Values of the workbook that nobody in the copy may have."""
        for value in values:
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                self._taken.add(bare(clean(value)))
                amount = number(value)
                if amount is not None:
                    self._taken.add(bare(text(amount)))

    def value(self, field: str, raw: object) -> object:
        """Another value for that of a field, of the same type and with the same fault; an empty one stays."""
        if raw is None or (isinstance(raw, str) and not clean(raw)) or isinstance(raw, bool):
            return raw
        kind = _kind(field)
        if kind == "known" and _is_known(field, raw):
            return raw
        if isinstance(raw, date | timedelta):
            return raw if kind in ("day", "known") else _another_day(raw, self._rng)
        if not isinstance(raw, str | int | float):  # a time: nobody's
            return raw
        if kind == "wage":
            return self._wages.other(raw)
        if not isinstance(raw, str):
            return self._number(kind, raw)
        return self._text(kind, raw)

    # Texts

    def _text(self, kind: str, raw: str) -> str:
        if kind == "identifier":
            return self._identifier(raw)
        if kind == "day" and typed.written_day(raw) is not None:
            return raw
        if kind in ("name", "words", "known"):
            return self._words(kind, raw)
        if kind == "email":
            return self._email(raw)
        if kind == "registration":
            return self._registration(raw)
        if kind == "phone":
            return self._phone(raw)
        key = clean(raw).casefold()
        return _dressed(
            raw, key, self._draw(kind, key, lambda: ids.scrambled(key, self._rng)), clean_only=True
        )

    def _identifier(self, raw: str) -> str:
        """The way it is typed (case, hyphens, blanks, full-width digits) stays."""
        whole, _, decimals = raw.strip().partition(".")
        if decimals and not decimals.strip("0") and whole.isascii() and whole.isdigit():
            return self._identifier(whole) + "." + decimals
        value = bare(clean(raw))
        if value in curp.GENERICS or value in rfc.GENERICS or not value:
            return raw
        return _dressed(raw, value, self.identifier(value))

    def identifier(self, value: str) -> str:
        """Another identifier for a compact one; X and Ñ in a CURP are the same person."""
        plain = value.replace("Ñ", "X") if len(value) == curp.LENGTH else value
        lost = len(plain) == nss.LENGTH - 1 and plain.isascii() and plain.isdigit()
        whole = "0" + plain if lost else plain
        made = self._draw("identifier", whole, lambda: self._another(whole, lost))
        return made[1:] if lost else made

    def _another(self, value: str, lost: bool) -> str:
        """Another identifier with the same verdict; without the zero that was ``lost`` too."""
        make = _maker(value)
        wanted, wanted_bare = self._verdict(value), self._verdict(value[1:]) if lost else None
        for _ in range(_TRIES):
            made = make(value, self._rng)
            if self._verdict(made) == wanted and (not lost or self._verdict(made[1:]) == wanted_bare):
                return made
        return ids.scrambled(value, self._rng)

    def _verdict(self, value: str) -> tuple[object, ...]:
        return ids.verdict(value, self._scale.today, self._scale.ages)

    def _registration(self, raw: str) -> str:
        """A REPSE registration: letters and year stay, as far as it is one."""
        value = repse.compact(clean(raw))
        if repse.is_valid(value):
            head, _, year = value.partition("/")
            made = self._draw(
                "registration", value, lambda: f"AR{ids.scrambled('1' + head[2:], self._rng)[1:]}/{year}"
            )
            return _dressed(raw, value, made)
        return ids.scrambled(raw, self._rng)

    def _phone(self, raw: str) -> str:
        """The country before a mobile stays, which rules know."""
        signs = clean(raw)
        of_number = [place for place, char in enumerate(signs) if char.isdigit()]
        start = of_number[-10] if is_mobile(signs) else 0
        made = self._draw("phone", signs[start:], lambda: ids.scrambled(signs[start:], self._rng))
        return signs[:start] + made

    def _words(self, kind: str, raw: str) -> str:
        """Texts that differ only in case, accents or spaces become one text, as rules compare them."""
        key = header_key(clean(raw))
        if not key:
            return raw
        word = "Persona" if kind == "name" else "Texto"
        return self._given.setdefault((kind, key), f"{word} {len(self._given) + 1}")

    def _email(self, raw: str) -> str:
        """Another address; what is none stays none."""
        wanted = is_email(clean(raw))

        def make() -> str:
            for _ in range(_TRIES):
                made = ids.scrambled(raw, self._rng).lower()
                if is_email(clean(made)) == wanted:
                    break
            return made

        return self._draw("email", clean(raw).casefold(), make)

    def _draw(self, kind: str, value: str, make: Callable[[], str]) -> str:
        """What was given for a value before, else something new that nobody has."""
        known = self._given.get((kind, value))
        if known is not None:
            return known
        made = make()
        for _ in range(_TRIES):
            if made.upper() not in self._taken and (kind, made) not in self._given:
                break
            made = make()
        if len(made) >= _SHORTEST or kind == "key":
            self._taken.add(made.upper())
        self._given[kind, value] = made
        return made

    # Numbers

    def _number(self, kind: str, raw: float) -> float:
        written = text(abs(raw))
        if kind in ("name", "words", "known", "day", "email"):
            made = ids.scrambled(written, self._rng)
        elif kind == "identifier":
            made = self.identifier(written) if written.isdigit() else ids.scrambled(written, self._rng)
        elif kind == "phone":
            made = self._phone(written)
        else:
            made = self._draw(kind, written, lambda: ids.scrambled(written, self._rng))
        same = type(raw)(made) if "e" not in made else raw * self._rng.uniform(0.3, 3)
        return -same if raw < 0 else same


def _kind(field: str) -> str:
    for name in (field, field.removeprefix("icsoe_"), field.removeprefix("cliente_")):
        if name in KINDS:
            return KINDS[name]
    return "words"


def _is_known(field: str, raw: object) -> bool:
    """Whether a value is one of those that the form allows, the same for everybody."""
    if field.endswith("periodo"):
        return typed.period(raw) is not None
    if field.endswith("tipo"):
        return Return.parse(clean(raw)) is not None
    if field.endswith("domicilio_fiscal"):
        return typed.yes_or_no(raw) is not None
    return clean(raw).isdecimal()


def _maker(value: str) -> Callable[[str, random.Random], str]:
    if len(value) == nss.LENGTH and value.isascii() and value.isdigit():
        return ids.other_nss
    if len(value) == curp.LENGTH:
        return ids.other_curp
    if len(value) in (rfc.COMPANY_LENGTH, rfc.PERSON_LENGTH) and not value.isdigit():
        return ids.other_rfc
    if len(value) in (10, 11) and value[1:8].isdigit():
        return ids.other_registro
    return ids.scrambled


def _dressed(raw: str, value: str, made: str, *, clean_only: bool = False) -> str:
    """``made`` typed as ``raw`` types ``value``: the same case, separators and full-width signs.

    ``clean_only``: only invisible signs and outer blanks are no part of the value. Where the signs cannot be
    told apart (an N with a loose tilde), ``made`` plainly.
    """

    def counts(char: str) -> bool:
        return bool(clean(char)) or char == " " if clean_only else bool(bare(char))

    body = raw.strip() if clean_only else raw
    if sum(map(counts, body)) != len(value) or len(made) != len(value):
        return made
    signs = iter(made)
    dressed = "".join(_in_the_manner(char, next(signs)) if counts(char) else char for char in body)
    start = raw.find(body) if clean_only else 0
    return raw[:start] + dressed + raw[start + len(body) :]


def _in_the_manner(char: str, new: str) -> str:
    if char in "Ññ":  # the value has an X here, and so has the new one
        return char if new == "X" else new
    if 0xFF01 <= ord(char) <= 0xFF5E:
        return chr(ord(new) + _FULL_WIDTH) if new.isascii() else new
    return new.lower() if char.islower() else new.upper()


def _another_day(raw: date | timedelta, rng: random.Random) -> object:
    """Another day or hour for one that stands where none belongs."""
    if isinstance(raw, timedelta):
        return timedelta(seconds=rng.randint(1, 86_399))
    made = date(rng.randint(1990, 2020), rng.randint(1, 12), rng.randint(1, 28))
    return datetime(made.year, made.month, made.day) if isinstance(raw, datetime) else made


def scale_of(period: Period, today: date, minimum_wage: float, cap: float) -> Scale:
    """What decides in a period (T018: from 15 to 99 years at its end)."""
    end = period.end
    youngest = end.replace(year=end.year - 15)
    oldest = end.replace(year=end.year - 100) + timedelta(days=1)
    return Scale(today, (oldest, youngest), minimum_wage, cap)
