"""The portal's settings for the fault runs: SQLite's transactions deferred, a broker that soon loses patience.

Nothing but `bench/` names this module: no installation can be led to either.
"""

from brandportal import env
from brandportal.settings import *  # noqa: F403  all of the portal's own
from brandportal.settings import CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES

if env.flag("BENCH_DEFERRED", default=False):
    DATABASES["default"]["OPTIONS"]["transaction_mode"] = "DEFERRED"
if env.number("BENCH_VISIBILITY", 0):
    # The broker takes a message for lost soon, and looks for lost ones every second instead of every hundredth.
    CELERY_BROKER_TRANSPORT_OPTIONS.update(
        visibility_timeout=env.number("BENCH_VISIBILITY", 0),
        unacked_restore_interval=1,
        unacked_restore_throttle=1,
    )
