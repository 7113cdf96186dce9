"""The demo: a whole hub with simulated agencies on real wire formats, in one folder, started afresh.

stage.py     the folder: locked, wiped, with settings and contracts of its own
cast.py      the simulators, found with their adapters and served over real HTTP
story.py     the cases that are registered and what is asked, over the hub's own HTTP face
choice.py    about whom and from which sources: the family and all, or what was chosen
gates.py     one refused question for each of the five gates
places.py    one look-up allowed by each place where a case may be known
verified.py  the story's records proved, and the whole log
show.py      question, answer in short (hub/page) and log entries on the screen
run.py       the evening's order
"""
