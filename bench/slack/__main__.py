"""All benches of Slack: `python -m bench.slack`."""

from __future__ import annotations

from bench.slack import events, posts, storm


def main() -> None:
    events.main()
    posts.main()
    storm.main()


if __name__ == "__main__":
    main()
