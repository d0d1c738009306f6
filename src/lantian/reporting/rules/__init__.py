"""Pure rules of reporting: what a briefing says, how numbers stand in it, and what is refused."""
