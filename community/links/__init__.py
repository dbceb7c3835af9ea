"""Looking at pages outside: fetching that reaches nothing inside, and what a page says of itself."""
