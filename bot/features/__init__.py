"""Features: one file for each thing people can do; events and ticks in, cards out."""
