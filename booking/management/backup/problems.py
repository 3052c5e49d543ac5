"""What keeps a backup from being made or restored."""


class BackupError(Exception):
    """Said to whoever runs the command; nothing was changed unless it says so."""
