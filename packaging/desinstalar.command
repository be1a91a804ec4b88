#!/bin/sh
# Quita el complemento de Excel y el programa de este usuario. Sus perfiles y su configuración se quedan.
set -u
carpeta=$HOME/Applications/icsoe_xl
if [ ! -x "$carpeta/icsoe-xl" ]; then
	echo "Este usuario no tiene instalado icsoe_xl."
	exit 0
fi
"$carpeta/icsoe-xl" addin uninstall || exit
if rm -rf "$carpeta"; then
	echo "Se quitaron el complemento y el programa."
else
	echo "No se pudo borrar $carpeta: cierre Excel por completo y ejecute otra vez desinstalar.command."
	exit 4
fi
