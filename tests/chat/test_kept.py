"""Pages are made of what is kept: whatever can be seen of a message or a post shows on the next page."""
