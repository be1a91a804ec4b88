"""LibreOffice from another process, by two plain pipes and nothing else.

LibreOffice's own module `uno` loads only into the Python that LibreOffice was built with; the interpreter or
frozen program that runs icsoe_xl is usually another. So the extension starts us with pipes as standard input
and output, and does for us, inside LibreOffice, what we ask line by line: no port is opened, no name is
published, and only the process that LibreOffice itself started can speak.

Each line is one JSON array or object in ASCII.

    we ask                                LibreOffice answers
    ["get", 3, "Name"]                    {"value": "captura"}
    ["set", 3, "Name", "otra"]            {"value": null}
    ["call", 3, "getByIndex", [0]]        {"value": {"ref": 4}}
    ["service", "com.sun.star..."]        {"value": {"ref": 5}}
                                          {"error": ["com.sun.star...Exception", "message"]}

Before the first question it sends {"value": {"ref": 0}}, the spreadsheet whose button was pressed. In values
{"ref": n} is a UNO object, {"struct": [name, fields]} a struct and {"enum": [name, value]} an enum; arrays
are UNO sequences. The other end is `addin/libreoffice/pythonpath/icsoe_xl_bridge.py`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, BinaryIO

_PLAIN = frozenset({str, float, int, bool, type(None)})


class CallError(Exception):
    """LibreOffice refused a call; the text is UNO's exception and its message."""


class Remote:
    """A UNO object in LibreOffice. By UNO's custom methods begin in lower case, properties in upper case."""

    __slots__ = ("_office", "_ref")

    _office: PipeOffice
    _ref: int

    def __init__(self, office: PipeOffice, ref: int) -> None:
        object.__setattr__(self, "_office", office)
        object.__setattr__(self, "_ref", ref)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name[0].islower():
            return lambda *arguments: self._office.ask("call", self._ref, name, arguments)
        return self._office.ask("get", self._ref, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._office.ask("set", self._ref, name, value)


class Struct:
    """A UNO struct: its fields are plain attributes, nothing of it lives in LibreOffice."""

    def __init__(self, name: str, fields: dict[str, Any]) -> None:
        self.__dict__.update(fields)
        self._name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Struct) and vars(self) == vars(other)


@dataclass(frozen=True, slots=True)
class Enum:
    """One value of a UNO enum."""

    name: str
    value: str


class PipeOffice:
    """The LibreOffice that started us; `document` is the spreadsheet whose button was pressed."""

    def __init__(self, answers: BinaryIO, questions: BinaryIO) -> None:
        self.failure: type[Exception] = CallError
        self._answers, self._questions = answers, questions
        self.document = self._receive()
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def service(self, name: str) -> Any:
        """See `office.Office.service`."""
        return self.ask("service", name)

    def struct(self, name: str, **fields: Any) -> Struct:
        """See `office.Office.struct`; a field that is left out has UNO's default."""
        return Struct(name, fields)

    def enum(self, name: str, value: str) -> Enum:
        """See `office.Office.enum`."""
        return Enum(name, value)

    def ask(self, *question: Any) -> Any:
        """Ask one thing and return the answer. Raises CallError when UNO refused it."""
        self._questions.write(json.dumps(question, default=_encode).encode("ascii") + b"\n")
        self._questions.flush()
        return self._receive()

    def _receive(self) -> Any:
        line = self._answers.readline()
        if not line:
            raise EOFError("LibreOffice closed the pipe")
        answer = json.loads(line)
        if "error" in answer:
            raise CallError(": ".join(answer["error"]))
        return self._decode(answer["value"])

    def _decode(self, value: Any) -> Any:
        if isinstance(value, list):  # a sheet has a million values: no call for each plain one
            return tuple([each if type(each) in _PLAIN else self._decode(each) for each in value])
        if not isinstance(value, dict):
            return value
        if "ref" in value:
            return Remote(self, value["ref"])
        if "enum" in value:
            return Enum(*value["enum"])
        name, fields = value["struct"]
        return Struct(name, {field: self._decode(each) for field, each in fields.items()})


def _encode(value: Any) -> dict[str, Any]:
    if isinstance(value, Remote):
        return {"ref": value._ref}
    if isinstance(value, Enum):
        return {"enum": [value.name, value.value]}
    if isinstance(value, Struct):
        fields = {name: each for name, each in vars(value).items() if name != "_name"}
        return {"struct": [value._name, fields]}
    raise TypeError(f"UNO takes no {type(value).__name__}")
