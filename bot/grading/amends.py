"""Words that take back what stands before them, as in "A, no wait, C"."""

_BREAK = r"[.,;:!?…(\n–—-]"
TAKES_BACK = rf"""
    no[,\s]+wait | wait | sorry | oops | scratch\s+that | i\s+meant?
    | (?:(?<={_BREAK})|(?<={_BREAK}\s)|^)correction(?=\s*(?:{_BREAK}|[a-h]\b|\d|it['’]?s\b))
"""
"""For a verbose pattern that ignores case, after a `\\b`. A "correction" does so only after a break."""
