"""Alarm rules as pure functions: parameters are frozen records, the answer is a `Verdict` or None.

The numbers in the parameter records are design defaults unless a clause is named; no published text was found
that fixes them. A platform keeps its own versions of them.
"""
