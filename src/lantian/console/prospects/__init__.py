"""What it takes."""
