"""The rules: pure functions and frozen values; time and chance come in as arguments."""
