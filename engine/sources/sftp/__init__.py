"""SFTP servers: connection, host keys, login, transfer."""

import sys

# paramiko imports `invoke` for `Match exec` in an ssh_config, which nobody here reads: without it
# paramiko is there in half the time.
sys.modules.setdefault("invoke", None)  # type: ignore[arg-type]
