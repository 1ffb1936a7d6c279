"""What belongs to a report besides its words: photos, sound, film, documents."""
