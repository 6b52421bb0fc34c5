"""Check-ins: when somebody is asked how they are, by their own wall clock, and what is done when nobody answers. Pure."""
