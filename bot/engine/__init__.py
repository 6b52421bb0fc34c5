"""The flow engine: a pure function over values; `resume` gives the next session and what happened."""
