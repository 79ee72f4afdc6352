"""`demond` and `python -m demond`."""

import signal
import sys


def main() -> int:
    """Run the command line; a daemon takes no hangup amiss from its first moment on, before anything else is loaded."""
    if not sys.argv[1:] or sys.argv[1] == "run" or sys.argv[1].startswith("-"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    from demond import cli

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
