"""People, their answers and their doses, in the running kiosk: the dose rule put to work.

`kiosk.dose` decides and knows no clock and no disk; `kiosk.ledger` keeps and knows no meaning.
Here they meet: one place that asks, records and only then lets a press begin.
"""
