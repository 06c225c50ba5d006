"""Where a list comes from: an FTP or SFTP server, or a folder."""
