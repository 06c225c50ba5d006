"""SFTP servers: connection, host keys, login, transfer."""
