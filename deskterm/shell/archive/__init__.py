"""The yearly hand-over of the help register, and what may be destroyed of it (H5.1)."""

from deskterm.shell.archive.destroying import Destroyed, destroy, left_of
from deskterm.shell.archive.making import Made, make
from deskterm.shell.archive.years import destroyable_from, years

__all__ = ["Destroyed", "Made", "destroy", "destroyable_from", "left_of", "make", "years"]
