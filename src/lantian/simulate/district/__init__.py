"""The demo's district: its places are data in this folder; `loading.load` puts them into an empty home."""
