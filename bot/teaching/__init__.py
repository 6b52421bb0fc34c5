"""Teaching: what the flows of preparation work out from the library, and the cards they show."""
