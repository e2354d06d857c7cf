"""`manage.py portal` where another one runs already; what it serves and how it ends is in test_everywhere.py."""

import os
import subprocess
import sys

from django.conf import settings


def test_second_portal_on_the_same_port_says_what_to_do(live_server, tmp_path):
    command = [
        sys.executable,
        "manage.py",
        "portal",
        "--no-demo",
        "--port",
        live_server.url.rpartition(":")[2],
    ]
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": ""}

    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "make run PORT=" in done.stderr
    assert "Traceback" not in done.stderr
