"""Everything that opos can say of a list, a plan, a server or a store: codes with their words.

One file a room. A code's value is for programs and journals and stays for ever; its English words
are what the catalogue translates. The rooms that use the codes know no language.
"""
