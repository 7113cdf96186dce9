"""A board handed over whole: its agreements, its register and its log, out of one hub and into another.

contents.py  innehall.json: what the folder holds, signed with the log's key
draft.py     the folder while it is written: it has its name only when all is there
sealing.py   what holds persons in clear is encrypted to the receiver (age)
moment.py    register and log of one moment, with the hand-over itself as the log's last record
agreed.py    the board's agreements, as they are on disk
pages.py     what stands in the folder for whoever opens it in ten years
give.py      the hand-over; check.py its verification; receive.py the other side
"""
