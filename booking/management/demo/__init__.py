"""The demo clinic: its people, its evenings, and how all of it is taken away again."""
