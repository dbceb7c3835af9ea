"""Words in a colour: a list shows them as a label, a row's page as words."""


class Label(tuple[str, object]):
    """The name of the colour, and the words."""

    __slots__ = ()

    def __new__(cls, tone: str, words: object) -> "Label":
        return super().__new__(cls, (tone, words))

    def __str__(self) -> str:
        return str(self[1])
