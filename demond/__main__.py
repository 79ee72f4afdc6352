"""`python -m demond` is `demond`."""

import sys

from demond.cli import main

sys.exit(main())
