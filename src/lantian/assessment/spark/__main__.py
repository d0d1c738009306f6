"""`python -m lantian.assessment.spark`, and what `spark-submit` is given."""

import sys

from lantian.assessment.spark import cli

sys.exit(cli.main())
