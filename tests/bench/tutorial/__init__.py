"""The yardstick: a chat as the Channels tutorial teaches it, with one ORM save per message."""
