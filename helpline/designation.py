"""Designations: a made-up name shown to staff instead of a person's own."""

ADJECTIVES = (
    "Tenang", "Cerah", "Teduh", "Hangat", "Lembut", "Jernih", "Sejuk", "Tegar", "Ramah", "Terang", "Sabar", "Cermat",
    "Riang", "Segar", "Luas", "Halus", "Rapi", "Kokoh", "Lincah", "Bening", "Manis", "Setia", "Damai", "Gesit",
)  # fmt: skip
NOUNS = (
    "Melati", "Kenanga", "Cempaka", "Anggrek", "Teratai", "Dahlia", "Mawar", "Seroja", "Flamboyan", "Bakung", "Kemuning",
    "Beringin", "Cendana", "Jati", "Pinus", "Kelapa", "Mangga", "Rambutan", "Salak", "Nangka", "Merpati", "Kutilang",
    "Cendrawasih", "Jalak", "Kenari", "Elang", "Camar", "Rusa", "Penyu", "Lumba", "Samudra", "Telaga", "Muara", "Bukit",
    "Lembah", "Pelangi", "Embun", "Fajar", "Senja", "Purnama", "Bintang", "Awan",
)  # fmt: skip


def designation(chance: int) -> str:
    """A name such as «Melati Teduh 47», drawn from a random whole number (about 100,000 of them; not unique, and need not be)."""
    chance, noun = divmod(chance, len(NOUNS))
    chance, adjective = divmod(chance, len(ADJECTIVES))
    return f"{NOUNS[noun]} {ADJECTIVES[adjective]} {chance % 90 + 10}"
