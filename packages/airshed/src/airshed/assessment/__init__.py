"""From hours to days, from days to periods, from values to ranks: valid averages with their reasons."""
