"""``python -m icsoe_xl``: the command line."""

from icsoe_xl.cli import entry

if __name__ == "__main__":
    entry()
