"""Small conversations, each in Chinese and in English."""

from chat.gist import Said

Told = tuple[str, str] | tuple[str, str, int]


def said(*told: Told) -> list[Said]:
    """Messages in order: author, text, and the place, from 1, of the message that is answered."""
    return [Said(at, one[0], one[1], one[2] if len(one) > 2 else None) for at, one in enumerate(told, start=1)]


SPOTS_ZH = said(
    ("ben", "大家早！请问一下，我家番茄叶子上一片一片的白点，是缺肥吗？"),
    ("cleo", "哈哈哈"),
    ("ada", "先别施肥。翻过来看叶子背面有没有很细的丝", 1),
    ("ben", "看了，有丝！", 3),
    ("ada", "那是红蜘蛛。剪掉有病的叶子，每天早上用花洒冲叶子背面，连着冲三天", 4),
    ("ben", "谢谢阿姨，明早就冲", 5),
    ("mo", "我家茉莉今天开花了"),
)
SPOTS_EN = said(
    ("ben", "Hi all! Quick question: my tomato leaves are covered in white spots, do they lack fertiliser?"),
    ("cleo", "lol"),
    ("ada", "Hold the fertiliser. Turn a leaf over, do you see fine threads on its back", 1),
    ("ben", "Looked, there are threads!", 3),
    (
        "ada",
        "It is spider mites. Cut the bad leaves and spray the backs with water every morning for three days",
        4,
    ),
    ("ben", "Thank you, will spray tomorrow", 5),
    ("mo", "my jasmine opened today"),
)
TRIP_ZH = said(
    ("ada", "各位邻居，周六去花木市场，谁想一起去？"),
    ("ben", "我去！几点集合？", 1),
    ("ada", "早上七点东门，路线在 https://example.org/xiahe/trip 这里", 2),
    ("cleo", "能带小孩吗？"),
    ("mo", "那就定了：周六早上七点东门集合，一共四个人", 3),
)
TRIP_EN = said(
    ("ada", "Hello everyone, who would like to come to the plant market on Saturday?"),
    ("ben", "Me! Where do we meet?", 1),
    ("ada", "Seven at the east gate, the route is here: https://example.org/xiahe/trip", 2),
    ("cleo", "Can I bring my children?"),
    ("mo", "Decided then: Saturday at seven at the east gate, four of us", 3),
)
