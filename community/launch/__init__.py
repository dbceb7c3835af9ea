"""Sets up and runs Oxbow on a machine that has nothing but Python. Knows nothing of the Django apps."""
