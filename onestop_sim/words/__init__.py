"""Every word that a user sees, in Vietnamese and in English."""
