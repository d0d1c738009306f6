"""`python -m airshed.cli` is `airshed`."""

import sys

from airshed import cli

if __name__ == "__main__":
    sys.exit(cli.main())
