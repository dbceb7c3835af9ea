"""Counting ballots: plain functions, the same ballots in any order give the same result to anybody who recounts.

A ballot is the options that it names, the first preferred where the method ranks; an empty one abstains.
"""
