"""The nouns everything else speaks of: an invoice, money, the counters of a plan, what can go
wrong.
"""
