"""The judge that may ask a language model: it fills in the rubric, and code checks each of its verdicts."""
