"""The stickers with which the demo's communities begin: by drawing, their names and what else finds them."""

from io import BytesIO

from board.demo import drawings
from community.files import images
from community.members.models import Member
from community.stickers import sets

NAMES = {
    "zh-Hans": {
        "drop": ("你好", "打招呼 hello 👋"), "sun": ("早上好", "早安 morning ☀️"), "moon": ("晚安", "睡觉 night 🌙"),
        "heart": ("谢谢", "感谢 thanks ❤️"), "star": ("真棒", "厉害 好 👏 ⭐"), "done": ("搞定", "好的 完成 ok ✅"),
        "cup": ("喝茶吗", "歇会儿 茶 🍵"), "cloud": ("哎呀", "难过 下雨 🌧️"),
    },
    "en": {
        "drop": ("Hello", "hi welcome 👋"), "sun": ("Good morning", "sun ☀️"), "moon": ("Good night", "sleep 🌙"),
        "heart": ("Thank you", "thanks love ❤️"), "star": ("Well done", "great bravo 👏 ⭐"),
        "done": ("Done", "ok yes ✅"), "cup": ("Tea?", "break coffee 🍵"), "cloud": ("Oh no", "sad rain 🌧️"),
    },
}  # fmt: skip


def choose(owner: Member, locale: str) -> None:
    for drawing, (name, keywords) in reversed(NAMES[locale].items()):
        picture = images.still(BytesIO(drawings.content(drawing)), sets.LONGEST)
        sets.put(owner, picture, name, keywords)
