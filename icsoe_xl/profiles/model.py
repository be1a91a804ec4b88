"""What a profile holds. Attributes, keys of the file and the names of the workbook's cells are the same words.

An empty text stands for "not known yet": a profile may be saved half full, and `doubts` says what the
portal will want. Keys that we do not know are kept (``model_extra``). Order and names of the fields follow
the screens of the portal (IMSS, guides 1 to 6 of ICSOE).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from icsoe_xl.ids import rfc as rfcs
from icsoe_xl.periods import repse as repse_terms
from icsoe_xl.profiles.fields import (
    Correo,
    Cp,
    Curp,
    Day,
    Movil,
    Number,
    RegistroPatronal,
    Registros,
    Required,
    Rfc,
    Service,
    Text,
    YesNo,
    wrong,
)


class Record(BaseModel):
    """What all parts share: unknown keys stay, nothing changes in place, errors hold no values."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)

    @property
    def extras(self) -> dict[str, Any]:
        """The keys that we do not know, as they were found."""
        return self.model_extra or {}


class Address(Record):
    """A domicile; with ``domicilio_fiscal`` the portal takes the tax one and the rest may be empty."""

    domicilio_fiscal: YesNo = Field(
        default=True, description="el domicilio convencional, ¿es el fiscal? (sí o no)"
    )
    cp: Cp = Field(default="", description="código postal, 5 dígitos")
    tipo_vialidad: Text = Field(
        default="", description="tipo de vialidad: calle, avenida, privada... (opcional)"
    )
    calle: Text = Field(default="", description="calle")
    num_ext: Number = Field(default="", description="número exterior")
    num_int: Number = Field(default="", description="número interior (opcional)")
    colonia: Text = Field(default="", description="colonia")
    entre_calles: Text = Field(default="", description="entre qué calles")


class Contact(Record):
    """How to reach somebody."""

    correo: Correo = Field(default="", description="correo electrónico")
    movil: Movil = Field(default="", description="teléfono móvil, 10 dígitos")
    telefono: Number = Field(default="", description="teléfono fijo (opcional)")


class Party(Address, Contact):
    """Contractor or client: how to reach it and where it is (domicilio convencional)."""


class Client(Party):
    """A client (beneficiario); the portal fills in the name from the RFC."""

    rfc: Rfc = Field(description="RFC")
    nombre: Required = Field(description="nombre o razón social")


class Servicio(Record):
    """One service of the REPSE registration: its folio and the text that STPS authorised."""

    folio: Text = Field(default="", description="folio del servicio en el REPSE")
    texto: Service = Field(default="", description="servicio u obra, como lo autorizó la STPS")

    @model_validator(mode="after")
    def _says_something(self) -> Servicio:
        if not self.folio and not self.texto:
            raise wrong("el servicio está vacío", "escriba su folio y su texto, o quite el bloque")
        return self


class Capturista(Record):
    """Who types in the portal; the user name there is the CURP."""

    nombre: Text = Field(default="", description="nombre")
    curp: Curp = Field(default="", description="CURP")

    @model_validator(mode="after")
    def _says_something(self) -> Capturista:
        if not self.nombre and not self.curp:
            raise wrong("el capturista está vacío", "escriba su nombre y su CURP, o quite el bloque")
        return self


class Repse(Record):
    """The registration before STPS: number, day it was given and last day."""

    registro: Text = Field(default="", description="registro REPSE, por ejemplo AR12345/2024")
    fecha: Day = Field(default=None, description="fecha del registro, AAAA-MM-DD")
    vence: Day = Field(
        default=None, description="vencimiento, AAAA-MM-DD (si falta, tres años después de la fecha)"
    )

    @property
    def ultimo_dia(self) -> date | None:
        """Last day of the registration: ``vence``, else three years after ``fecha``, else unknown."""
        if self.vence is not None or self.fecha is None:
            return self.vence
        return repse_terms.expires(self.fecha)


class Profile(Party):
    """A contractor. ``registro_patronal`` is the main one; ``logo`` a picture's path from the profiles' folder."""

    rfc: Rfc = Field(description="RFC del contratista")
    razon_social: Required = Field(description="nombre o razón social, como en la constancia fiscal")
    registro_patronal: RegistroPatronal = Field(default="", description="registro patronal principal")
    otros_registros_patronales: Registros = Field(default=(), description="los demás registros patronales")
    logo: Text = Field(default="", description="archivo del logotipo (.png o .jpg)")
    domicilio_social: Address = Field(
        default=Address(), description="el de la escritura; sólo personas morales"
    )
    repse: Repse = Field(default=Repse(), description="registro ante la STPS")
    servicios: tuple[Servicio, ...] = Field(default=(), description="servicios registrados")
    capturistas: tuple[Capturista, ...] = Field(default=(), description="quienes capturan en el portal")
    clientes: tuple[Client, ...] = Field(default=(), description="clientes")
    preferencias: dict[str, Any] = Field(
        default_factory=dict, description="valores propios para sus plantillas"
    )

    @field_validator("logo")
    @classmethod
    def _is_picture(cls, logo: str) -> str:
        if logo and not logo.lower().endswith((".png", ".jpg", ".jpeg")):
            raise wrong("el logotipo debe ser una imagen .png o .jpg", "conviértalo y escriba su ruta")
        return logo

    @property
    def tipo_persona(self) -> str:
        """``física`` or ``moral``, as the RFC says."""
        return "física" if rfcs.is_person(self.rfc) else "moral"

    @property
    def registros_patronales(self) -> tuple[str, ...]:
        """All of them, the main one first."""
        main = (self.registro_patronal,) if self.registro_patronal else ()
        return main + self.otros_registros_patronales


SECTIONS: Mapping[str, type[Record]] = {"repse": Repse, "domicilio_social": Address}
"""Keys of a profile that are a table."""

LISTS: Mapping[str, tuple[type[Record], tuple[str, ...]]] = {
    "servicios": (Servicio, ("folio", "texto")),
    "capturistas": (Capturista, ("curp", "nombre")),
    "clientes": (Client, ("rfc",)),
}
"""Keys of a profile that are a list of tables, and the keys that tell one entry from another."""


def contents(record: Record) -> dict[str, Any]:
    """What a record says, as plain dicts, lists and values; what is empty or as by default is left out."""
    said: dict[str, Any] = {}
    fields = type(record).model_fields
    for name in sorted(fields, key=lambda name: not fields[name].is_required()):  # who it is comes first
        field = fields[name]
        value = getattr(record, name)
        if isinstance(value, Record):
            value = contents(value)
        elif isinstance(value, tuple):
            value = [contents(each) if isinstance(each, Record) else each for each in value]
        # A default of an empty section or list is empty here too.
        if field.is_required() or (value != field.get_default() and value not in ({}, [])):
            said[name] = value
    return {**said, **record.extras}


def same_entry(one: Mapping[str, Any], other: Mapping[str, Any], ids: Sequence[str]) -> bool:
    """Whether two entries of a list (plain values) are about the same one, by any of its telling keys."""
    return any(one.get(key) and one.get(key) == other.get(key) for key in ids)
