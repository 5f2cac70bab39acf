"""Everything a site has, as files that make an equal store again."""

from deskterm.shell.whole.exporting import Exported, export_all
from deskterm.shell.whole.importing import import_all

__all__ = ["Exported", "export_all", "import_all"]
