"""The configuration of the demo: six interfaces on the demo's own server."""

from __future__ import annotations

CONFIG = """\
# The configuration of `opos demo`. `opos config sample` shows every setting there is.
language = "{language}"
timezone = "Europe/Berlin"
data_dir = "data"

[window]
earliest = "00:00"
latest = "23:59"

[mandants.{hearing}]
name = "Hörwelt Stuttgart GmbH"

[mandants.{optics}]
name = "Optik am Münster GmbH"

[branches.stuttgart]
name = "01 Stuttgart"
mandant = "{hearing}"

[branches.ulm]
name = "02 Ulm"
mandant = "{optics}"

[interfaces.datev]
name = "Offene Posten aus DATEV"
group = "Buchhaltung"
schedule = {{ interval = "weekly", weekdays = ["mon", "thu"], time = "07:00" }}

[interfaces.datev.source]
protocol = "ftp"
host = "127.0.0.1"
port = {port}
user = "opos"
directory = "BUCHHALTUNG/IMPORTE/"
filename = "OPOS"
stable_seconds = 0

[interfaces.datev.file]
type = "datev_csv"
content = "open"

[interfaces.datev.posting]
mandants = ["{hearing}"]
unlisted = "mark_paid"

[interfaces.zahlungen]
name = "Automatischer Buchhaltungsimport CSV Zahlungen"
group = "Buchhaltung"

[interfaces.zahlungen.source]
protocol = "ftp"
host = "127.0.0.1"
port = {port}
user = "opos"
directory = "BUCHHALTUNG/IMPORTE/"
filename = "Zahlungen"
stable_seconds = 0

[interfaces.zahlungen.file]
type = "payments_csv"
content = "payments"

[interfaces.zahlungen.posting]
mandants = ["{optics}"]

[interfaces.ulm]
name = "Offene Posten Ulm"
group = "Optik"
branches = ["ulm"]
schedule = {{ interval = "daily", time = "07:04" }}

[interfaces.ulm.source]
protocol = "ftp"
host = "127.0.0.1"
port = {port}
user = "opos"
directory = "BUCHHALTUNG/IMPORTE/"
filename = "Ulm"
stable_seconds = 0

[interfaces.ulm.posting]
mandants = ["{optics}"]
unlisted = "mark_paid"

[interfaces.bank]
name = "Zahlungen der Bank"
group = "Bank"
schedule = {{ interval = "weekly", weekdays = ["mon"], time = "07:03" }}

[interfaces.bank.source]
protocol = "ftp"
host = "127.0.0.1"
port = {port}
user = "bank"
directory = "BUCHHALTUNG/IMPORTE/"
filename = "Kontoauszug"
stable_seconds = 0

[interfaces.bank.file]
type = "payments_csv"
content = "payments"

[interfaces.auszug]
name = "Kontoauszug"
group = "Bank"
schedule = {{ interval = "daily", time = "07:05" }}

[interfaces.auszug.source]
protocol = "ftp"
host = "127.0.0.1"
port = {port}
user = "opos"
directory = "BUCHHALTUNG/IMPORTE/"
filename = "camt053"
stable_seconds = 0

[interfaces.auszug.file]
type = "camt"
content = "payments"
accounts = ["{iban}"]

[interfaces.auszug.posting]
mandants = ["{hearing}"]

[interfaces.aachen]
name = "Zahlungen Aachen"
group = "Optik"
schedule = {{ interval = "weekly", weekdays = ["mon", "thu"], time = "07:02" }}

[interfaces.aachen.source]
protocol = "ftp"
host = "127.0.0.1"
port = {port}
user = "opos"
directory = "BUCHHALTUNG/IMPORTE/"
filename = "Aachen"
stable_seconds = 0
expect_file = true

[interfaces.aachen.file]
type = "payments_csv"
content = "payments"

[interfaces.aachen.posting]
mandants = ["{optics}"]
"""

EXPORTS = """\

[exports.praxis]
decimal = "comma"
dates = "DD.MM.YYYY"

[exports.praxis.target]
protocol = "folder"
directory = "{program}/"

[exports.praxis.columns]
invoice_no = "Rechnung"
name = "Kunde"
before_open = "Vorher"
open = "Offen"
paid_on = "Bezahlt"
"""
"""What begins today: the practice's own program hears of what changes from now on."""

SECRETS = """\
[interfaces.datev.source]
password = "{password}"

[interfaces.zahlungen.source]
password = "{password}"

[interfaces.ulm.source]
password = "{password}"

[interfaces.aachen.source]
password = "{password}"

[interfaces.auszug.source]
password = "{password}"

[interfaces.bank.source]
password = "{bank_password}"
"""
