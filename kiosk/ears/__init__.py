"""The ears: a few spoken orders, heard while the kiosk itself speaks. Off until switched on.

Nothing that is heard is kept, written or sent: sound goes from the microphone through the chain
into the recogniser's memory, and what comes out is the name of an order or nothing.
"""
