"""The portal's settings for the fault runs, with the one guard switched off that lies in the settings.

Nothing but `bench/` names this module: no installation can be led to start its SQLite transactions deferred.
"""

from brandportal import env
from brandportal.settings import *  # noqa: F403  all of the portal's own
from brandportal.settings import DATABASES

if env.flag("BENCH_DEFERRED", default=False):
    DATABASES["default"]["OPTIONS"]["transaction_mode"] = "DEFERRED"
