#!/bin/sh
# Starts icsoe_xl for Excel on macOS. icsoe_xl.applescript runs it: /bin/sh icsoe_xl.sh "VERB [--wb-hex=DIGITS]"
#
# The program comes only from lanzador.txt beside this file, which `addin install` wrote. It answers with one
# word that IcsoeLauncher.bas knows, and does not wait for the program: Excel must be free to answer it.
set -u
set -f # a request is words, never file patterns

folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
settings=$folder/lanzador.txt
if [ ! -r "$settings" ]; then
	printf 'sin-ajustes'
	exit 0
fi

header='' kind='' program=''
while IFS= read -r line; do
	case $line in
	'icsoe_xl lanzador '*) header=$line ;;
	tipo=*) kind=${line#*=} ;;
	programa=*) program=${line#*=} ;;
	esac
done <"$settings"

if [ "$header" != 'icsoe_xl lanzador 1' ]; then
	printf 'otros-ajustes'
	exit 0
fi
case $program in
/*) ;;
*) program='' ;;
esac
if [ -z "$program" ] || [ ! -x "$program" ]; then
	printf 'sin-programa'
	exit 0
fi

# shellcheck disable=SC2086  # the request is split into its words here, once
set -- $1
if [ "$kind" = python ]; then
	# -I: no current folder, no PYTHONPATH and no user packages among what Python may import.
	set -- "$program" -I -m icsoe_xl.ribbon "$@"
else
	set -- "$program" ribbon "$@"
fi

log=$folder/arranque.txt
tell() {
	/usr/bin/osascript -e 'on run argv' -e 'display alert (item 1 of argv) message (item 2 of argv)' \
		-e 'end run' 'ICSOE' "El programa de ICSOE no pudo terminar. Su libro sigue abierto; vuelva a intentarlo.
Si se repite, instale de nuevo el complemento (icsoe-xl addin install). Lo que pasó está en: $log"
}
cd /
("$@" >"$log" 2>&1 || tell) </dev/null >/dev/null 2>&1 &
printf 'ok'
