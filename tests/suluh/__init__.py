"""The wiring: settings, command line, logs."""
