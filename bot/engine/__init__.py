"""The flow engine: a pure function over values. `resume(flows, session, heard, facts)` gives the next session and what happened."""
