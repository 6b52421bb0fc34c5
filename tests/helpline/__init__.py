"""What the helpline is: its rules, case by case."""
