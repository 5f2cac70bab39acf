"""A no is a sentence and an exit code."""

from __future__ import annotations

from collections.abc import Sequence


class Refusal(Exception):  # noqa: N818 - the operator's word, not a fault of the program
    """What was asked cannot be done; the message is the sentence the operator reads."""

    exit_code = 3


class Question(Refusal):
    """It can be done if the operator says so once more (`anyway`).

    `nearest` holds what was probably meant, best first, as it would be typed.
    """

    exit_code = 4
    again = True
    """Whether saying it once more is enough."""

    def __init__(self, sentence: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.nearest = tuple(nearest)


class ReasonWanted(Question):
    """It can be done for a reason that is told; saying it once more is not enough."""

    again = False


class StoreRefusal(Refusal):
    """The store cannot be used as it is: absent, newer, damaged, in the wrong place."""

    exit_code = 5


class NotFound(Refusal):
    """There is no such record."""

    exit_code = 1
