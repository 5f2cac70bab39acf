"""`python -m deskterm` is `deskterm`."""

from deskterm.shell.entry import main

main()
