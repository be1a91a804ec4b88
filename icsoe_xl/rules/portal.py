"""P001: what the portal said of a row. No check finds it; ``icsoe-xl rejects`` brings it from the portal's file."""

from __future__ import annotations

from icsoe_xl.rules.base import Rule

P001 = Rule(
    code="P001",
    title="El portal del IMSS rechazó al trabajador",
    severity="error",
    what="El portal del IMSS rechazó este renglón.",
    mend="Corrija lo que dice el motivo y exporte de nuevo; si el portal ya lo tiene en ese contrato, quítelo.",
    why=(
        "El portal compara cada renglón con los registros del IMSS, que nadie más puede ver. Es un error porque, "
        "tal como está, lo volvería a rechazar. Cuando en su libro el NSS o la CURP ya no es lo que se rechazó, "
        "sólo se avisa. La marca dura hasta la siguiente revisión: ni ella ni la exportación saben de rechazos."
    ),
    source=(
        "IMSS, guía 3 de la ICSOE (trabajadores): los renglones rechazados se bajan como archivo de Excel; se "
        "rechaza por estructura incorrecta, por NSS o CURP que no está en sus registros o que ya está en el contrato."
    ),
    bad="En el archivo de rechazos: 02268604531, «NSS no localizado en la base de datos»",
    good="Un renglón que no está en el archivo de rechazos",
)

RULES = (P001,)
