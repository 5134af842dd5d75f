"""The six screens of the page, one file each."""
