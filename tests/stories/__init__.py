"""Stories: a contact and a counsellor in one tale, over real HTTP and real databases."""
