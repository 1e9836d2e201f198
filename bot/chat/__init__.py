"""The vocabulary of chat: a leaf that knows no platform, and all that an adapter may import."""
