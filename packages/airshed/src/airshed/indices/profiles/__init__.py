"""Indices of several countries behind one interface, and the WHO's guideline levels."""
