"""What superiors published, beside ours."""
