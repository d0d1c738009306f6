"""Sites and plants: plates, sheets, roster, replies, and what their keepers see of their cases."""
