"""Why a server does not let us in, or is not to be trusted: logins, certificates, host keys."""

from __future__ import annotations

from engine.model.message import N_, Code

_CHECK_USER = N_(
    "Check `user` and the password; opos does not try again by itself, since accounts get locked."
)
_CHECK_USER_OR_KEY = N_(
    "Check `user`, and the password or `key_file`; opos does not try again by itself, since"
    " accounts get locked."
)


class LoginFault(Code):
    """Why a login failed."""

    REFUSED = (
        "login_refused",
        N_("The server refused the login of {user}: {answer}"),
        _CHECK_USER,
    )
    CLOSED = (
        "login_closed",
        N_("{host} closed the connection during the login of {user}."),
        N_(
            "Some servers answer a wrong password so. Check `user` and the password: opos tries no"
            " second time."
        ),
    )
    SSH_REFUSED = (
        "ssh_login_refused",
        N_("{host} refused the login of {user}."),
        _CHECK_USER_OR_KEY,
    )
    SSH_WAY_REFUSED = (
        "ssh_login_way_refused",
        N_("{host} refused the login of {user}. It accepts only: {ways}."),
        _CHECK_USER_OR_KEY,
    )
    KEY_UNREADABLE = (
        "key_file_unreadable",
        N_("key_file: {path} cannot be read: {error}."),
        N_("Name the file of the private key, readable for the user that opos runs as."),
    )
    NO_KEY = (
        "key_file_no_key",
        N_("key_file: {path} is no private key that can be read with this password."),
        N_(
            "Give its passphrase as the password. A key in another format becomes readable by:"
            " ssh-keygen -p -f FILE"
        ),
    )


class EncryptionFault(Code):
    """Why no connection comes about that nobody else can read."""

    NOT_OFFERED = (
        "tls_not_offered",
        N_("{host} offers no encryption: {answer}"),
        N_(
            "opos never falls back to plain FTP. Ask the operator for FTPS or SFTP, or write"
            ' protocol = "ftp" knowingly.'
        ),
    )
    TRANSFERS_OPEN = (
        "tls_transfers_open",
        N_("{host} refuses to encrypt the transfers: {answer}"),
        N_("Ask the server's operator to allow PROT P."),
    )
    NO_TLS = (
        "tls_not_agreed",
        N_("{host} and opos could not agree on TLS: {cause}."),
        N_(
            'Check `port` and `tls`: "implicit" is usual on port 990 alone. A server older than TLS'
            " 1.2 must be renewed."
        ),
    )
    NO_COMMON_CIPHER = (
        "ssh_not_agreed",
        N_("{host} and opos cannot agree on an encryption: {cause}."),
        N_(
            "The server is too old: it knows only methods that are broken by now. Ask its operator"
            " to update it."
        ),
    )
    CA_FILE = (
        "ca_file_unreadable",
        N_("ca_file: {path} holds no certificates that can be read: {error}."),
        N_("Name a file with the server's certificate, or that of its issuer, in PEM format."),
    )


class CertificateFault(Code):
    """Why a certificate is not believed."""

    EXPIRED = (
        "certificate_expired",
        N_("The certificate of {host} expired on {day:date}."),
        N_("Ask the server's operator to renew it."),
    )
    NOT_YET_VALID = (
        "certificate_not_yet_valid",
        N_("The certificate of {host} is valid only from {day:date}."),
        N_("Check the clock of this machine, else ask the server's operator."),
    )
    OTHER_NAME = (
        "certificate_of_other_name",
        N_("The certificate of {host} is for another name: {names}."),
        N_("Write one of these names as `host`, if it is the same server; else ask its operator."),
    )
    UNTRUSTED = (
        "certificate_untrusted",
        N_("The certificate of {host} cannot be trusted: {cause}."),
        N_(
            "If the server made its own certificate, get it from the operator as a file and name"
            " that file in `ca_file`."
        ),
    )
    UNTRUSTED_AND_SHOWN = (
        "certificate_untrusted_and_shown",
        N_("The certificate of {host} cannot be trusted: {cause}."),
        N_(
            "If the server made its own certificate, get it from the operator as a file and name"
            " that file in `ca_file`. The certificate shown has the SHA-256 fingerprint"
            " {fingerprint}."
        ),
    )


_COMPARE = N_(
    "Compare the fingerprint with what the server's operator tells you, by telephone or on paper."
    " Only if they are equal, add this line to the interface's source: host_key ="
    ' "{fingerprint}"'
)


class HostKeyFault(Code):
    """Why a server's key is not believed."""

    REVOKED = (
        "host_key_revoked",
        N_("The host key of {host} was revoked ({place})."),
        N_(
            "Do not connect. Ask the server's operator what happened, and for the fingerprint of"
            " the new key."
        ),
    )
    UNKNOWN = (
        "host_key_unknown",
        N_(
            "The server {host} is not known: its {type} host key has the fingerprint {fingerprint}."
        ),
        _COMPARE,
    )
    UNKNOWN_AND_UNREADABLE = (
        "host_key_unknown_and_line_unreadable",
        N_(
            "The server {host} is not known: its {type} host key has the fingerprint {fingerprint}."
            " {place} cannot be read."
        ),
        _COMPARE,
    )
    CHANGED = (
        "host_key_changed",
        N_(
            "The server {host} shows another host key than before: {shown} ({type}), expected was"
            " {expected} ({place})."
        ),
        N_(
            "Someone may be listening in, or the server was renewed: ask its operator before you"
            " replace the key."
        ),
    )


class KeyPlace(Code):
    """Where a key stands: a part of other messages."""

    LINE = "key_place_line", N_("{path}, line {line}")
    SETTING = "key_place_setting", N_("the setting host_key")
