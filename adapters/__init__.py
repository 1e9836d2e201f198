"""Chat platforms, one folder each; `docs/adapters.md` shows how to add one."""
