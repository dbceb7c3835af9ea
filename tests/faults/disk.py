"""A small disk for the files that members bring: it can be full without anything else on this machine being so."""

import shutil
import subprocess
from pathlib import Path

SIZE = 24  # MiB
FLOOR = "FILES_FLOOR_MB"  # of the disk that is left for everything else: here nothing, for the disk has only files


class Disk:
    """A file system in memory under a folder; `None` of it where this account may not mount one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"
        folder.mkdir(parents=True, exist_ok=True)
        self.remove()  # what a run that was killed left
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m,mode=0777", "tmpfs", str(folder)], capture_output=True
        )
        self.is_there = made.returncode == 0

    def remove(self) -> None:
        while self.folder.is_mount():
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)

    def fill(self, left: int) -> None:
        """Leave so many bytes free."""
        with self._filler.open("wb") as filler:
            filler.write(bytes(max(0, shutil.disk_usage(self.folder).free - left)))

    def clear(self) -> None:
        self._filler.unlink()

    def used(self) -> int:
        return shutil.disk_usage(self.folder).used
