"""The one way in which the launcher says no."""


class Refusal(Exception):
    """Something that the person at the keyboard has to change, told in one sentence."""
