"""FTP servers, plain and over TLS."""
