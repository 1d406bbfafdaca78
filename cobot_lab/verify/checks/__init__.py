"""The checks: one file, one function, one code each. `check.py` says what a check is, `registry.py` lists them."""
