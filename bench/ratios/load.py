"""Load from outside: wrk for requests, pgbench for statements. Where one is missing the bench says so and ends."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.faults.world import World

SECONDS = 3
REFUSED_AT_MOST = 0.1  # wrk asks for one request that it never sends: the next save of that sheet is refused
# Each thread of wrk takes its own share of the prepared requests, so that no code is sent twice.
SCRIPT = """
local number = 0
function setup(thread) thread:set("place", number); number = number + 1 end
function init(args)
  requests = {}
  for line in io.lines(args[1]) do
    local method, path, headers, body = line:match("^(%S+) (%S+) ([^\\t]*)\\t(.*)$")
    local named = {}
    for name, value in headers:gmatch("([^:|]+):([^|]+)") do named[name] = value end
    requests[#requests + 1] = wrk.format(method, path, named, body)
  end
  place = place - 2
end
function request()
  place = place + 2
  return requests[place % #requests + 1]
end
"""


class ToolMissingError(SystemExit):
    """A limit cannot be measured here, and none is made up."""


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def line(self) -> str:
        form = {"Content-Type": "application/x-www-form-urlencoded"} if self.body else {}
        headers = "|".join(f"{name}:{value}" for name, value in {**form, **self.headers}.items())
        return f"{self.method} {self.path} {headers}\t{self.body}"


def requests_per_second(port: int, requests: Sequence[Request], connections: int) -> float:
    """Send `requests` in turn for some seconds and return how many were answered well in each."""
    with tempfile.TemporaryDirectory() as folder:
        script, lines = Path(folder) / "load.lua", Path(folder) / "requests"
        script.write_text(SCRIPT, encoding="ascii")
        lines.write_text("".join(f"{one.line}\n" for one in requests), encoding="utf-8")
        words = [
            tool("wrk"),
            "-t2",
            f"-c{connections}",
            f"-d{SECONDS}s",
            "--timeout",
            "20s",
            "-s",
            str(script),
        ]
        done = subprocess.run(
            [*words, f"http://127.0.0.1:{port}", "--", str(lines)], check=True, capture_output=True, text=True
        )
    answered = int(_number(r"(\d+) requests in", done.stdout) or 0)
    bad = int(_number(r"Non-2xx or 3xx responses: (\d+)", done.stdout) or 0)
    if bad > answered * REFUSED_AT_MOST or not answered:
        raise RuntimeError(f"{bad} requests to {requests[0].path} were refused:\n{done.stdout}")
    return float(_number(r"Requests/sec:\s+([\d.]+)", done.stdout)) * (answered - bad) / answered


def transactions_per_second(world: World, database: str, script: str, clients: int, **values: int) -> float:
    """Run `script` by pgbench for some seconds and return the transactions of each."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        Path(file.name).chmod(0o644)
        program = world.server.programs / "pgbench"
        if not program.exists():
            raise ToolMissingError(
                f"There is no pgbench beside {program.parent / 'initdb'}: no ratio is printed."
            )
        defined = [f"-D{name}={value}" for name, value in values.items()]
        words = [str(program), "-n", "-c", str(clients), "-j2", f"-T{SECONDS}", *defined, "-f", file.name]
        place = ["-h", "127.0.0.1", "-p", str(world.server.port), "-U", "postgres", database]
        done = subprocess.run([*words, *place], check=True, capture_output=True, text=True)
    return float(_number(r"tps = ([\d.]+)", done.stdout))


def tool(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise ToolMissingError(
            f"{name} is missing: no ratio is printed. Mend it as root with: apt-get install {name}"
        )
    return found


def _number(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found.group(1) if found else ""
