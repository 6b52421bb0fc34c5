"""The channels, against the emulator and over real connections."""
