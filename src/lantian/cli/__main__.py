"""`python -m lantian.cli`, for the supervisor's children."""

import sys

from lantian.cli import main

sys.exit(main())
