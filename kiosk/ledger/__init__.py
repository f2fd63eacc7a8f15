"""The ledger: what happened, kept so that nothing and nobody makes it forget."""
