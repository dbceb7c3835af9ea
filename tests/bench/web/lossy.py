"""A line that is long and loses: how soon the app is of use, and what becomes of what one sends."""

from collections import Counter
from uuid import uuid4

from chat.models import Message
from tests.bench.web import reckoning
from tests.bench.web.line import LOSSY
from tests.bench.web.phone import Phone
from tests.bench.web.stage import Stage

SENT = 20

# From the click until the frame after the one in which the server's own row stands there.
SEND = """([words]) => {
  const field = document.querySelector("[data-testid=composer-input]");
  const rows = () => [...document.querySelectorAll("[data-testid=message][data-state=sent]")];
  const stands = () => rows().some((row) => row.textContent.includes(words));
  field.value = words;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return new Promise((done) => requestAnimationFrame((began) => {
    document.querySelector("[data-testid=composer-send]").click();
    const look = () => requestAnimationFrame(stands() ? (now) => done(now - began) : look);
    look();
  }));
}"""


def lossy(phone: Phone, stage: Stage, sent: int = SENT) -> dict[str, float]:
    """A first visit, then posts one after the other."""
    phone.tab(stage.rooms["quiet"].messages.latest("seq").pk, LOSSY)
    seen = phone.opened(stage.path("quiet"))
    said = [f"Across the lake {uuid4()}" for _ in range(sent)]
    waits = [phone.page.evaluate(SEND, [words]) for words in said]
    found = Counter(Message.objects.filter(body__in=said).values_list("body", flat=True))
    return {
        "lossy_usable_s": seen["usable"] / 1000,
        "lossy_sent_p50_ms": reckoning.share(waits, 0.5),
        "lossy_sent_p95_ms": reckoning.share(waits, 0.95),
        "lossy_lost": sum(not found[words] for words in said),
        "lossy_doubled": sum(found[words] > 1 for words in said),
    }
