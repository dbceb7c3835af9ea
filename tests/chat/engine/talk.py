"""Small talks of our own, and what the engine makes of them."""

from collections.abc import Iterable

from chat.conversations.engine import Line, Link, Listener, link

MINUTE = 60.0
# Two conversations that cross: about a bicycle, and about bread.
CROSSING = """\
ada   Does anyone know why my bicycle chain keeps slipping on the back wheel?
mo    good morning everyone
cleo  My sourdough bread does not rise any more, what could be wrong with the flour?
ben   ada: how old is the chain? a worn chain slips on a new wheel
dan   cleo: is your kitchen cold? dough needs warmth to rise
ada   ben: three years I think
cleo  dan: it is winter, so yes
ben   ada: then change the chain and the cassette together
dan   cleo: put the dough into the oven with only the light on
ada   ben: thanks, I will order both
cleo  dan: great idea, thank you!"""
ANSWERS = {3: 0, 4: 2, 5: 3, 6: 4, 7: 5, 8: 6, 9: 7, 10: 8}  # line: what it answers
CHINESE = """\
小美  有人知道怎么修自行车链条吗？后轮老是打滑
阿强  大家早上好
豆豆  我的面包最近发不起来，是不是面粉有问题？
老王  @小美 链条用了几年了？旧链条会打滑
石头  @豆豆 厨房冷不冷？面团要暖和才能发酵
小美  @老王 三年左右吧
豆豆  @石头 冬天嘛，挺冷的
老王  @小美 那链条和飞轮一起换掉
石头  @豆豆 把面团放烤箱里，开着灯就行
小美  @老王 谢谢，我两个都买
豆豆  @石头 好主意，谢谢！"""


def lines(talk: str, *, first: int = 0, every: float = MINUTE) -> list[Line]:
    """A talk, one line a message: who, blanks, what. Keys count from `first`."""
    parts = [row.split(maxsplit=1) for row in talk.splitlines()]
    return [Line(first + number, who, number * every, text) for number, (who, text) in enumerate(parts)]


def heard(all_lines: Iterable[Line], **options) -> list[Link]:
    listener = Listener(**options)
    return [listener.hear(line) for line in all_lines]


def parents(links: Iterable[Link]) -> dict[int, int]:
    return {one.key: one.parent for one in links}


BOTH_WAYS = {"online": heard, "batch": link}
