"""Lists written from what is true, honestly or distorted, and what an import makes of them.

| | |
| --- | --- |
| books.py | what is true, and what is held before the list comes |
| draft.py | a list in the making: columns, lines, titles, totals |
| honest.py | the ways in which bookkeeping writes a list that is right |
| distort.py | what goes wrong on the way |
| columns.py, lines.py, whole_list.py | the distortions |
| write.py | the draft as a file |
| trial.py | the import, and what must hold of it |
| corpus.py | the lists that went wrong once |

By hand: `python -m tests.lists.distortions SECONDS [SEED]`.
"""
