"""One file for each kind of arm."""
