"""What sort of thing a message is: small signs that every chat has, in English and in Chinese."""

import re

_WORDS = {  # whole words in English (anywhere in the text), then any of these characters in Chinese
    "question": (r"what|whats|how|why|where|when|who|which|whose|is there|are there|do you|does it|any idea",
                 "吗|呢|怎么|什么|为什么|哪|多少|如何|有没有|是不是|能不能|可不可以|咋|啥|么[?？]"),
    "asks_room": (r"anyone|anybody|someone|somebody|any1|some1|does any|hello all|hi all|everyone|folks|guys",
                  "有人|谁|哪位|大家|各位|请问|求助|求"),
    "thanks": (r"thanks?|thanx|thx|ty|tnx|cheers|thank you|appreciate it", "谢|多谢|感谢|辛苦了"),
    "bye": (r"bye|cya|good ?night|gtg|brb|see (?:you|ya)|later all", "再见|拜拜|晚安|先走了|下线"),
    "laugh": (r"lol|lmao|rofl|ha(?:ha)+|heh(?:eh)*|hehe|xd", "哈哈|呵呵|嘿嘿|嘻嘻|笑死"),
    "advice": (r"try|use|you can|you could|you should|you need|you have to|check|look at|type|run|install|just|see|read"
               r"|sudo|make sure|google", "试试|试一下|用|可以|应该|装|看看|看一下|打开|运行|需要|执行|建议"),
    "problem": (r"error|errors|problems?|can'?t|cannot|doesn'?t|won'?t|isn'?t|fails?|failed|broken|help|issues?|stuck"
                r"|trouble|trying to|how do i|how to|unable",
                "报错|错误|问题|不行|不能|不了|失败|帮|出错|坏了|没法|想"),
    "first_person": (r"i|i'm|im|my|me|i've|i'd|mine|ive|i'll", "我|咱"),
    "second_person": (r"you|your|u|ur|you're|youre|yours", "你|您"),
    "sorry": (r"sorry|oops|nvm|nevermind|never mind|wait|my bad|whoops|er|erm",
              "抱歉|对不起|不好意思|哎呀|糟|算了|等等"),
    "knows_not": (r"don'?t know|no idea|not sure|dunno|never used|idk|i think|maybe|probably",
                  "不知道|不清楚|不确定|没用过|不懂|可能|也许|大概"),
}  # fmt: skip
_STARTS = {  # the first word
    "greets": (r"hi|hello|hey|yo|hiya|howdy|morning|evening|greetings|sup|good (?:morning|evening|day)",
               "你好|您好|大家好|嗨|早|晚上好|哈喽|哈啰|hello"),
    "agrees": (r"yes|yeah|yep|yup|ya|yah|yea|sure|right|correct|ok|okay|k|kk|exactly|true|indeed|cool|great|nice|good"
               r"|ah|oh|aha|i see", "是的|是啊|对|嗯|好的|好|行|可以|没错|哦|噢|啊|明白|懂了|知道了|收到|确实|是"),
    "denies": (r"no|nope|nah|not|never|n", "不|没|别|非也"),
    "goes_on": (r"and|but|or|so|because|also|then|plus|though|which|it|it's|its|that|that's|this|they|he|well|if"
                r"|except|actually",
                "而且|但是|但|不过|所以|然后|因为|那|这|它|就|还有|或者|也|其实|如果|除非"),
    "asks_first": (r"is|are|do|does|did|can|could|would|should|has|have|was|will|what|how|why|where|when|who|which|any",
                   "怎么|什么|为什么|请问|有人|谁|哪|如何|能|可以.*吗"),
    "advises_first": (r"try|use|run|type|check|go|look|just|see|install|sudo|add|edit|open|click|get|read|put|download"
                      r"|you",
                      "试试|用|装|看|打开|运行|去|先|直接|你"),
}  # fmt: skip
_SIGNS = {
    "asks": r"[?？]",
    "ends_asking": r"[?？]\W*$",
    "link": r"https?://|www\.",
    "command": r"^\s*[!！/]\w",
    "code": r"(?:^|\s)(?:/\w+/|--?\w{2,}|\w+\(\)|\$\w|~/|\w+\.(?:conf|list|deb|sh|py|so|txt|log)\b)"
    r"|\b(?:sudo|apt|dpkg|grep)\b",
    "number": r"\d",
    "exclaims": r"[!！]\s*$",
    "trails_off": r"(?:\.\.+|…|,|，|:)\s*$",
    "smiles": r"[:;=8]['-]?[)(DPpo/|\\]|[\U0001F300-\U0001FAFF]|\^\^|\bxd\b",
    "quotes": r"^\s*(?:>|<\S+>|\[?\d\d:\d\d)",
    "corrects": r"^\s*(?:\*\w+|\w+\*|s/\S+/)\s*$",
    "pastes": r"paste|pastebin|粘贴",
}


def _patterns() -> dict[str, re.Pattern[str]]:
    spoken = {name: rf"(?<![\w'])(?:{en})(?![\w'])|{zh}" for name, (en, zh) in _WORDS.items()}
    first = {name: rf"^\W*(?:(?:{en})(?![\w'])|{zh})" for name, (en, zh) in _STARTS.items()}
    every = {**spoken, **first, **_SIGNS}
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in every.items()}


PATTERNS = _patterns()
CUES = tuple(PATTERNS)
_LONGEST = 1000  # characters looked at


def cues(text: str) -> list[bool]:
    """Which signs the text carries, in the order of `CUES`. The names it begins with should be cut off before."""
    short = text[:_LONGEST]
    return [pattern.search(short) is not None for pattern in PATTERNS.values()]


def is_bot(author: str) -> bool:
    """Whether the name says that a program speaks."""
    return re.search(r"^u?bot[tu]|bot\d*$|serv$|机器人|助手$", author.lower()) is not None
