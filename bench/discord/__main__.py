"""All benches of Discord: `python -m bench.discord`."""

from __future__ import annotations

from bench.discord import events, nine, posts


def main() -> None:
    events.main()
    posts.main()
    nine.main()


if __name__ == "__main__":
    main()
