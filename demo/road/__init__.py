"""The steps of the road, one file a phase; each goes through the services that the pages call."""
