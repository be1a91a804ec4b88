"""The LibreOffice end of the pipe: does what the program asks, line by line, inside LibreOffice.

The questions and answers are described in `icsoe_xl/calc/pipe.py`, which is the other end. This file runs in
LibreOffice's own Python, which may be as old as 3.8, and needs nothing but `uno`.
"""

from __future__ import annotations

import json
from typing import Any, BinaryIO

import uno

_PLAIN = frozenset({str, float, int, bool, type(None)})


class Bridge:
    """Answers questions about UNO objects, which the other end knows by number; number 0 is `document`.

    `status` is the last status indicator that was made: its text outlives the program.
    """

    def __init__(self, context: Any, document: Any) -> None:
        self.status: Any = None
        self._context = context
        self._objects: list[Any] = [document]
        self._fields: dict[str, list[str]] = {}

    def serve(self, questions: BinaryIO, answers: BinaryIO) -> None:
        """Answer until the other end closes its side."""
        self._send(answers, {"value": {"ref": 0}})
        for line in questions:
            try:
                answer = {"value": self._encode(self._do(*json.loads(line)))}
            except Exception as problem:  # whatever went wrong is the other end's answer, never lost here
                answer = {"error": [type(problem).__name__, str(getattr(problem, "Message", problem))]}
            self._send(answers, answer)

    @staticmethod
    def _send(answers: BinaryIO, answer: Any) -> None:
        answers.write(json.dumps(answer).encode("ascii") + b"\n")
        answers.flush()

    def _do(self, verb: str, *words: Any) -> Any:
        if verb == "service":
            return self._context.ServiceManager.createInstanceWithContext(words[0], self._context)
        target, name = self._objects[words[0]], words[1]
        if name.startswith("_"):
            raise AttributeError(name)
        if verb == "get":
            return getattr(target, name)
        value = self._decode(words[2])
        if verb == "set":
            setattr(target, name, value)
            return None
        result = getattr(target, name)(*value)
        if name == "createStatusIndicator":
            self.status = result
        return result

    def _decode(self, value: Any) -> Any:
        if isinstance(value, list):  # a sheet has a million values: no call for each plain one
            return tuple([each if type(each) in _PLAIN else self._decode(each) for each in value])
        if not isinstance(value, dict):
            return value
        if "ref" in value:
            return self._objects[value["ref"]]
        if "enum" in value:
            return uno.Enum(*value["enum"])
        name, fields = value["struct"]
        made = uno.createUnoStruct(name)
        for field, each in fields.items():
            setattr(made, field, self._decode(each))
        return made

    def _encode(self, value: Any) -> Any:
        if type(value) in _PLAIN:
            return value
        if isinstance(value, (tuple, list)):
            return [each if type(each) in _PLAIN else self._encode(each) for each in value]
        if isinstance(value, uno.Enum):
            return {"enum": [value.typeName, value.value]}
        struct = getattr(value, "__pyunostruct__", None)
        if struct is not None:
            return {
                "struct": [struct, {name: self._encode(getattr(value, name)) for name in self._names(struct)}]
            }
        self._objects.append(value)
        return {"ref": len(self._objects) - 1}

    def _names(self, struct: str) -> list[str]:
        """Names of the fields of a struct type."""
        if struct not in self._fields:
            reflection = self._context.ServiceManager.createInstanceWithContext(
                "com.sun.star.reflection.CoreReflection", self._context
            )
            self._fields[struct] = [field.Name for field in reflection.forName(struct).getFields()]
        return self._fields[struct]
