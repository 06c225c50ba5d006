"""From the code to what an admin installs: man pages, packages, releases, the manual's site."""
