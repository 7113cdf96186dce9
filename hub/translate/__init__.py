"""From what came back to one reply. Pure: no clock, no network, no log."""
