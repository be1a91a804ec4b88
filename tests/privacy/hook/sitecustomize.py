"""For the processes of these tests: the network is refused and told of, and a fault can be planted.

``ICSOE_TEST_NETWORK`` is the file in which every try to reach a network is written down. ``ICSOE_TEST_FAULT`` makes
one of our own functions, ``module:function``, fail with an exception that quotes all it was given.
"""

import importlib.abc
import importlib.machinery
import os
import sys

_INTERNET = (2, 10, 23, 30)  # AF_INET everywhere, AF_INET6 of Linux, Windows and macOS


def _refuse(event, args):
    asks = event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.bind")
    if event == "socket.__new__":
        asks = args[1] in _INTERNET
    if asks:
        with open(os.environ["ICSOE_TEST_NETWORK"], "a", encoding="utf-8") as log:
            log.write(f"{event} {args[1:]!r}\n")
        raise PermissionError("no network here")


if "ICSOE_TEST_NETWORK" in os.environ:
    sys.addaudithook(_refuse)


class _Fault(importlib.abc.MetaPathFinder):
    """Finds the module as usual and spoils one of its functions once it is loaded."""

    def __init__(self, module, function):
        self.module, self.function = module, function

    def find_spec(self, name, path=None, target=None):
        if name != self.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        load, function = spec.loader.exec_module, self.function

        def exec_module(module):
            load(module)
            setattr(module, function, _failing)

        spec.loader.exec_module = exec_module
        return spec


def _failing(*args, **words):
    raise ValueError(f"{args!r} {words!r}")


if "ICSOE_TEST_FAULT" in os.environ:
    sys.meta_path.insert(0, _Fault(*os.environ["ICSOE_TEST_FAULT"].split(":")))
