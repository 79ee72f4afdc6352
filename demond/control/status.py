"""`demond status`: how a running demond is, on one page or as JSON."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterable

from demond.control.asking import Asker, NobodyError, facts, values
from demond.control.osc.packets import Message
from demond.control.summary import Facts, Problem, problems, rows, uptime
from demond.parameters import PREFIX, ControlError
from engine.names import shown

EXIT_OK, EXIT_REFUSED, EXIT_UNAVAILABLE = 0, 1, os.EX_UNAVAILABLE
LABEL = 13
"""Characters for what a line is about."""


def status(host: str, port: int, secret: str = "", *, as_json: bool = False) -> int:
    """Print how a demond is; return the exit status, with a sentence where there is none or it does not answer."""
    try:
        told = asyncio.run(_asked(host, port, secret))
    except NobodyError as error:
        print(f"demond status: {shown(str(error))}", file=sys.stderr)
        return EXIT_UNAVAILABLE
    except ControlError as error:
        print(f"demond status: {shown(str(error))}", file=sys.stderr)
        return EXIT_REFUSED
    if as_json:
        each = [problem._asdict() for problem in told.problems]
        print(json.dumps({"status": told.figures, "controls": told.controls, "problems": each}, indent=1))
        return EXIT_OK
    print(f"demond {told.text('version')} on {host} port {port}, up {uptime(told)}\n")
    for label, line in (*rows(told), *problems(told)):
        print(f"{label:<{LABEL}}{line}")
    return EXIT_OK


async def _asked(host: str, port: int, secret: str) -> Facts:
    asker = Asker(host, port, secret=secret)
    try:
        figures = facts((await asker.ask("status")).messages)
        controls = dict(values((await asker.ask("dump")).messages))
        return Facts(figures, controls, listed((await asker.ask("problems")).messages))
    finally:
        asker.close()


def listed(messages: Iterable[Message]) -> list[Problem]:
    """The problems that these messages tell."""
    told = [message.arguments for message in messages if message.address == PREFIX + "problems"]
    return [Problem(*map(str, words)) for words in told if len(words) == len(Problem._fields)]
