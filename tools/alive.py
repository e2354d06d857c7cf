"""Asks the web server of this container whether it can serve; for the container's health check, which has no curl."""

import http.client
import os
import sys

PATIENCE = 4


def is_alive(port: int) -> bool:
    """Ask as the proxy would: by the portal's own name, over what it takes for TLS."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_alive(int(os.environ.get("PORT", "8000"))) else 1)
