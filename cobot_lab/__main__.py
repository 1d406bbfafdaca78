"""The command line: `cobot-lab` and `python -m cobot_lab`."""
