"""The recorder: from the journal to Latest each second and to the lake every half minute."""
