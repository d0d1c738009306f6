"""The lake: every reading ever recorded, as Delta tables; nothing in it is updated in place."""
