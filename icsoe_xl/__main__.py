"""``python -m icsoe_xl``: the command line."""

from icsoe_xl.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
