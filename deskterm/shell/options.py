"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

from deskterm.core.words import _

Store = Annotated[
    str | None, typer.Option("--store", help=_("The store's file (or DESKTERM_STORE)."))
]
Json = Annotated[bool, typer.Option("--json", help=_("Answer for programs, as JSON."))]
Yes = Annotated[bool, typer.Option("--yes", help=_("Do not ask."))]
Operator = Annotated[
    str | None,
    typer.Option("--operator", help=_("Who acts; the PIN is asked for, or in DESKTERM_PIN.")),
]
