"""The long campaigns of `make prove`: real processes, killed at random moments, and a ledger that is compared with the store."""
