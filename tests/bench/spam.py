"""Good texts that are held back, and spam that is not, in a corpus of our own: `python -m tests.bench spam`.

`spam learn` learns anew what spam resembles; `spam FILE` judges the texts of a file, none of which it shows: each line
is JSON with `text`, `spam`, `lang` and `kind`.
"""

import json
import os
from collections import Counter
from pathlib import Path
from time import process_time


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
    from tests.bench.systems import report
    from tests.community.trust import corpus

    if arguments == ["learn"]:
        from tests.bench import spam_learning

        return spam_learning.main()
    if arguments:
        return _judge_file(Path(arguments[0]))
    for half in (*corpus.HALVES, *corpus.LATER):
        report("spam", "oxbow", half=half, **corpus.judged(half).figures())
    report("spam", "oxbow", milliseconds_a_text=_milliseconds(corpus.every()))


def _judge_file(path: Path) -> None:
    from tests.bench.systems import report
    from tests.community.trust import corpus

    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    for language in ("", *sorted({row["lang"] for row in rows})):
        some = [row for row in rows if language in ("", row["lang"])]
        good, bad = ([row["text"] for row in some if row["spam"] == is_bad] for is_bad in (False, True))
        report("spam", "oxbow", file=path.name, language=language or "all", **corpus.outcome(good, bad).figures())
    wrong = Counter(
        f"{row['kind']} ({'missed' if row['spam'] else 'held'})" for row in rows if row["spam"] != _waits(row["text"])
    )
    report("spam", "oxbow", file=path.name, wrong=dict(wrong.most_common()))


def _waits(text: str) -> bool:
    from community.trust import spam

    return bool(spam.reasons(text))


def _milliseconds(texts: list[str]) -> float:
    """How long a text takes the processor, in the middle of three rounds."""
    from community.trust import spam

    spam.reasons(texts[0])  # whatever is made once
    rounds = []
    for _ in range(3):
        began = process_time()
        for text in texts:
            spam.reasons(text)
        rounds.append((process_time() - began) * 1000 / len(texts))
    return round(sorted(rounds)[1], 3)
