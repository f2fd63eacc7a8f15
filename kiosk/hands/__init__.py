"""Other hands: a big button and a motion sensor at the pins of a board. Off until set."""
