"""Wires the house: settings, command line, serving, demonstration. Imports all; nobody imports it."""

from suluh import memory

memory.leave_out()
memory.share()
memory.look_seldom()
