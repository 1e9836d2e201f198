"""The question bank: what the files say, what is wrong with them, and which question comes next."""
