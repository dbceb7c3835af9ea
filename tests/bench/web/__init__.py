"""The web app as a phone has it: how soon it is of use, how smooth it is, and what it holds on to."""
