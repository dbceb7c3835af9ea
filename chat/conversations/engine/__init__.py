"""Which conversation does a message belong to? Links from each message to the one that it answers, without a database.

`Listener` hears a room message by message and looks at nothing later; `link` sees a whole window at once. How it works,
how good it is, and where its training data come from is in docs/conversations.md.
"""

from chat.conversations.engine.batch import link
from chat.conversations.engine.clusters import SURE, conversations, propose
from chat.conversations.engine.draws import Draws
from chat.conversations.engine.lines import Line, Link
from chat.conversations.engine.listener import Listener
from chat.conversations.engine.model import Model, trained

__all__ = ["SURE", "Draws", "Line", "Link", "Listener", "Model", "conversations", "link", "propose", "trained"]
