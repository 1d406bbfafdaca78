"""The command line: `cobot-lab` and `python -m cobot_lab`."""

from cobot_lab.ui.terminal.app import main

if __name__ == "__main__":
    main()
