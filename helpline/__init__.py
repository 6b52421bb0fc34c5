"""What the helpline is: plain values and rules. Standard library only; nothing here reads a clock or a database."""
