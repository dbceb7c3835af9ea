"""The moderators' queue in the admin: cases, what follows, and what members say to it."""
