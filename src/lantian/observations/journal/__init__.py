"""The journal: every byte a door accepted, on disk before anybody is told so.

Pure Python, no Django. A door appends through `writer.JournalWriter`, consumers read through
`reader.JournalReader`.
"""
