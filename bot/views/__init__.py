"""Views: what the domain knows in, a card or a form out; no view reads or decides anything."""
