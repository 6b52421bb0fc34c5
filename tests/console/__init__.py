"""Tests of the counsellors' console, on the real databases, through real HTTP."""
