"""The portal's settings for the runs of bench/: SQLite's transactions deferred, a broker that soon loses patience,
other views in place of the portal's.

Nothing but `bench/` names this module: no installation can be led to any of it.
"""

from brandportal import env
from brandportal.settings import *  # noqa: F403  all of the portal's own
from brandportal.settings import CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, MIDDLEWARE

if env.flag("BENCH_DEFERRED", default=False):
    DATABASES["default"]["OPTIONS"]["transaction_mode"] = "DEFERRED"
if env.number("BENCH_VISIBILITY", 0):
    # The broker takes a message for lost soon, and looks for lost ones every second instead of every hundredth.
    CELERY_BROKER_TRANSPORT_OPTIONS.update(
        visibility_timeout=env.number("BENCH_VISIBILITY", 0),
        unacked_restore_interval=1,
        unacked_restore_throttle=1,
    )

PEERS = env.text("BENCH_PEERS")
if PEERS:
    ROOT_URLCONF = "bench.ratios.peers"
    # bare: nothing but the view; full: the middleware that a tutorial leaves standing.
    MIDDLEWARE = [] if PEERS == "bare" else MIDDLEWARE
