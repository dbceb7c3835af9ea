"""Letters that look like Latin ones: those of Unicode's confusables (UTS 39) that people write words with to evade.

Capitals have a line of their own: many a letter looks like another one than its small form does.
"""

_PAIRS = [
    ("авсԁеғгнһіӏјкмпорԛѕтцѵԝхуь", "abcdefrhhiljkmnopqstuvwxyb"),  # Cyrillic
    ("АВСЕНІЈКМОРЅТХУ", "abcehijkmopstxy"),
    ("αβϲεηικνορτυωχγζμ", "abcenikvoptuwxyzu"),  # Greek
    ("ΑΒϹΕΗΙΚΜΝΟΡΤΥΧΖ", "abcehikmnoptyxz"),
    ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz"),  # Latin small capitals
    ("ɑɡıɩȷłøđħŧſƒ", "agiijlodhtsf"),  # and other signs of Latin script
    ("".join(map(chr, range(0x1F150, 0x1F16A))), "abcdefghijklmnopqrstuvwxyz"),  # white on a black disc
    ("".join(map(chr, range(0x1F170, 0x1F18A))), "abcdefghijklmnopqrstuvwxyz"),  # white on a black square
]
LETTERS = {ord(one): other for ones, others in _PAIRS for one, other in zip(ones, others, strict=True)}
# Digits that stand for letters inside a word; at its ends they are numbers more often.
DIGITS = str.maketrans("01345678", "oieasgtb")
