"""What the flows of preparation work out, and the cards they show."""
