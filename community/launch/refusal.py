"""The one way in which the launcher says no."""


class Refusal(Exception):
    """Something that the person at the keyboard has to change, told in one sentence.

    `said` is what a program that failed said last, to be shown before the sentence.
    """

    def __init__(self, sentence: str, said: str = "") -> None:
        super().__init__(sentence)
        self.said = said
