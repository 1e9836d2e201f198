"""The pictures of questions: drawn in a process of their own, and kept.

draw.py    a picture to a PNG
album.py   the PNGs that this process needs, each drawn once
"""
