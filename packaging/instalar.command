#!/bin/sh
# Instala icsoe_xl para este usuario, sin contraseña de administrador; otra vez encima, lo actualiza.
# Todo lo hace el programa.
set -u
carpeta=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
programa=$carpeta/icsoe_xl/icsoe-xl
if [ ! -x "$programa" ]; then
	echo "Falta la carpeta icsoe_xl junto a este archivo. Extraiga el ZIP completo y ejecute el instalar.command que está adentro."
	exit 2
fi
# Lo que se baja de internet queda marcado, y macOS detendría cada biblioteca del programa una por una.
if [ -x /usr/bin/xattr ]; then
	/usr/bin/xattr -dr com.apple.quarantine "$carpeta"
fi
exec "$programa" install-program
