"""`manage.py portal`: prepares what is missing, then serves pages and runs the task worker until stopped."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from brandportal.management import preparation

PATIENCE = 60  # seconds until the first page must be there
GRACE = 15  # seconds for requests and tasks under way to end
LANGUAGES = ("zh-hans", "en")


class Command(BaseCommand):
    help = (
        "Serves the portal: web server and task worker together, with the demonstration on an empty database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="web processes")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty portal empty")

    def handle(self, *args: Any, host: str, port: int, workers: int, no_demo: bool, **options: Any) -> None:
        self._refuse_taken_port(host, port)
        self._prepare(demonstration=not no_demo)
        self._serve(host, port, workers)

    def _refuse_taken_port(self, host: str, port: int) -> None:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CommandError(
                    _("Port %(port)s cannot be used (%(reason)s). Choose another one: %(command)s.")
                    % {"port": port, "reason": error.strerror, "command": f"make run PORT={port + 1}"}
                ) from error

    def _prepare(self, *, demonstration: bool) -> None:
        if preparation.migrate_if_needed():
            self._say(_("The database is up to date."))
        if preparation.static_files_stale():
            preparation.collect_static_files()
            self._say(_("Style sheets and scripts are collected."))
        if demonstration and preparation.demonstration_missing():
            self._say(_("Building the demonstration: two rounds, about a minute. This happens only once."))
            self._build_demonstration()

    def _build_demonstration(self) -> None:
        try:
            preparation.build_demonstration()
        except subprocess.CalledProcessError as error:
            raise CommandError(
                _("The demonstration could not be built; the reason stands above. Without it: %(command)s")
                % {"command": "manage.py portal --no-demo"}
            ) from error

    def _serve(self, host: str, port: int, workers: int) -> None:
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, _stop)
        web = _start(web_command(host, port, workers))
        worker = _start(worker_command())
        try:
            _wait_for_page(web, host, port)
            self._say(
                _("The portal is open at %(address)s (stop with Ctrl-C)."), address=f"http://{host}:{port}/"
            )
            while web.poll() is None:
                if worker.poll() is not None:
                    # A tally that was under way is taken up again: its message was not acknowledged.
                    worker = _start(worker_command())
                time.sleep(1)
        except KeyboardInterrupt:
            self._say(_("The portal is closing."))
        finally:
            _end(web, worker)
        if web.returncode not in {0, -signal.SIGTERM}:
            raise CommandError(_("The web server ended unexpectedly; its message stands above."))

    def _say(self, sentence: str | Promise, **values: str) -> None:
        for language in LANGUAGES:
            with override(language):
                self.stdout.write(str(sentence) % values)
        self.stdout.flush()


def web_command(host: str, port: int, workers: int) -> list[str]:
    # Threads, because a browser keeps idle connections open and a worker without them would wait on one.
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = (
        f"--bind {bind} --workers {workers} --threads 4 --preload --no-control-socket --log-level warning"
    )
    return [sys.executable, "-m", "gunicorn", *options.split(), "brandportal.wsgi:application"]


def worker_command() -> list[str]:
    options = "--beat --concurrency 1 --loglevel ERROR --without-gossip --without-mingle --without-heartbeat"
    return [sys.executable, "-m", "celery", "--app", "brandportal", "--quiet", "worker", *options.split()]


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches this process alone, which then ends the others in order.
    quiet = {"PYTHONWARNINGS": "ignore:You're running the worker"}
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env={**os.environ, **quiet}, start_new_session=True
    )


def _stop(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait_for_page(web: subprocess.Popen[bytes], host: str, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and web.poll() is None:
        try:
            connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
            connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return


def _end(*processes: subprocess.Popen[bytes]) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
