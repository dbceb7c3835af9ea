"""The numbers that describe a message beside one that it may answer: their names, in the order in which they stand."""

from chat.conversations.engine.cues import CUES

OF_BOTH = ("question", "asks_room", "thanks", "bye", "advice", "problem", "first_person", "second_person", "sorry",
           "greets", "agrees", "denies", "goes_on", "asks_first", "advises_first", "asks", "ends_asking", "link",
           "command", "code", "trails_off", "corrects", "laugh", "knows_not", "pastes")  # fmt: skip
CUE_PLACES = [CUES.index(name) for name in OF_BOTH]

PAIR = (
    # place and turns
    "is_start", "distance", "minutes", "same_author", "own_between", "theirs_after", "theirs_are_last", "own_last",
    "next_is_mine", "their_gap_before", "their_nth", "their_length", "their_bot", "speakers_between", "theirs_so_far",
    "goes_on_theirs", "run_start", "near_me", "near_me_share", "i_followed_them", "they_followed_me", "before_my_last",
    # calls by name
    "calls_them", "calls_rarity", "they_call_me", "same_called", "they_call_any", "calls_others", "they_call_others",
    "they_called_me_after", "i_called_them_after", "called_rank", "calling_me_rank", "they_named_after", "last_called",
    "their_last_called_me", "talk_calls", "talk_called_back", "recent_caller", "next_calls_them", "spoke_since_called",
    "their_habit_calls",
    # words
    "cosine", "rarest", "shared", "vector", "cosine_rank", "topic_theirs", "topic_mine", "topic_both",
)  # fmt: skip
OWN = (
    "my_length", "my_bot", "my_gap", "my_gap_minutes", "my_nth", "my_share", "my_last_asks", "speed", "speakers",
    "silence", "best_cosine", "best_topic",
    "calls", "calls_how", "calls_how_rare", "called_gap", "caller_gap", "named_me_gap", "called_is_here",
    "called_unanswered", "my_habit_calls", "my_last_calls",
)  # fmt: skip
FEATURES = (*PAIR, *(f"their_{name}" for name in OF_BOTH), *OWN, *(f"my_{name}" for name in OF_BOTH))
AT = {name: place for place, name in enumerate(FEATURES)}
PLAIN = [AT[name] for name in FEATURES if "call" not in name and "named" not in name]  # where names do not count
THEIR_CUES = slice(AT[f"their_{OF_BOTH[0]}"], AT[f"their_{OF_BOTH[-1]}"] + 1)
MY_CUES = slice(AT[f"my_{OF_BOTH[0]}"], AT[f"my_{OF_BOTH[-1]}"] + 1)
