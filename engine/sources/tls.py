"""TLS as we demand it: certificates are checked, always; and what a refused certificate says of
itself.
"""

from __future__ import annotations

import ssl
from datetime import datetime

import msgspec

from engine.common.os_errors import os_errors
from engine.messages.trust import CertificateFault, EncryptionFault
from engine.model.errors import ConfigError, LoginRefused

_EXPIRED = 10
_NOT_YET_VALID = 9
_OTHER_NAME = (62, 64)
"""OpenSSL's verify codes: X509_V_ERR_CERT_HAS_EXPIRED, _CERT_NOT_YET_VALID, _HOSTNAME_MISMATCH and
_IP_ADDRESS_MISMATCH.
"""


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """What a server's certificate says of itself, believed or not."""

    names: tuple[str, ...]
    """The hosts it is for."""
    valid_from: datetime
    valid_until: datetime
    """UTC."""
    fingerprint: str
    """SHA-256 in hexadecimal with colons, as browsers and OpenSSL show it."""


def checking_context(ca_file: str) -> ssl.SSLContext:
    """TLS 1.2 or newer, the certificate's chain and name checked, against `ca_file` alone if it is
    given.
    """
    with os_errors(ConfigError, EncryptionFault.CA_FILE, path=ca_file):
        context = ssl.create_default_context(cafile=ca_file or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file:
        context.verify_flags |= (
            ssl.VERIFY_X509_PARTIAL_CHAIN
        )  # the server's own certificate may be the one that is trusted
    return context


def unchecked_context() -> ssl.SSLContext:
    """Only for looking at a certificate: neither a name nor a password ever passes over it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def read_certificate(der: bytes) -> Certificate:
    """The facts of a certificate in DER form."""
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256

    certificate = x509.load_der_x509_certificate(der)
    try:
        told = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names = [
            *told.get_values_for_type(x509.DNSName),
            *(str(ip) for ip in told.get_values_for_type(x509.IPAddress)),
        ]
    except x509.ExtensionNotFound:
        names = []
    return Certificate(
        names=tuple(names),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        fingerprint=certificate.fingerprint(SHA256()).hex(":").upper(),
    )


def certificate_refused(
    host: str, error: ssl.SSLCertVerificationError, shown: Certificate | None
) -> LoginRefused:
    """Why the certificate is not believed, and what to do."""
    if shown is None:
        return LoginRefused(CertificateFault.UNTRUSTED, host=host, cause=error.verify_message)
    code = error.verify_code
    if code == _EXPIRED:
        return LoginRefused(CertificateFault.EXPIRED, host=host, day=shown.valid_until.date())
    if code == _NOT_YET_VALID:
        return LoginRefused(CertificateFault.NOT_YET_VALID, host=host, day=shown.valid_from.date())
    if code in _OTHER_NAME:
        return LoginRefused(CertificateFault.OTHER_NAME, host=host, names=shown.names or ("–",))
    return LoginRefused(
        CertificateFault.UNTRUSTED_AND_SHOWN,
        host=host,
        cause=error.verify_message,
        fingerprint=shown.fingerprint,
    )


def tls_refused(host: str, error: ssl.SSLError) -> LoginRefused:
    """TLS could not be agreed on at all: an old server, or none that speaks TLS here."""
    reason = (error.reason or str(error)).replace("_", " ").lower()
    return LoginRefused(EncryptionFault.NO_TLS, host=host, cause=reason)
