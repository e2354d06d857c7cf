"""Lists of units and people from a file: read, checked in full, then taken over whole or not at all."""
