"""Wires the house: settings, command line, serving, demonstration. Imports all; nobody imports it."""
