"""`lantian verify`."""

import argparse

from lantian.kernel import chain


def run(given: argparse.Namespace) -> int:
    """Say whether the audit chain holds."""
    verdict = chain.verify()
    print(f"{verdict.sealed} events sealed, {verdict.unsealed} not sealed yet; head {verdict.head}")
    for found in verdict.breaks:
        print(f"BROKEN at seal {found.sequence}: {found.reason}")
    print(
        "The chain holds."
        if verdict.is_sound
        else "The chain is broken: compare with a backup from before the change."
    )
    return 0 if verdict.is_sound else 1
