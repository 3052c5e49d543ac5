"""The words of every kind of mail as the site has them, by the moment they are for."""
