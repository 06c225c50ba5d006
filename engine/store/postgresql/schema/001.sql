-- The tables of one configuration, in a schema of their own. Documents are the very JSON that the embedded store keeps:
-- `json`, not `jsonb`, because hashes go over their bytes.

create table items (
    mandant text not null,
    invoice_no text not null,
    position bigint generated always as identity,  -- the order in which they came
    item json not null,
    primary key (mandant, invoice_no)
);

create view invoices as
select
    mandant,
    invoice_no,
    item ->> 'account' as account,
    item ->> 'name' as name,
    item ->> 'branch' as branch,
    (item ->> 'invoice_date')::date as invoice_date,
    (item ->> 'due_date')::date as due_date,
    (item ->> 'amount_cents')::numeric / 100 as amount,
    (item ->> 'open_cents')::numeric / 100 as open,
    coalesce(item ->> 'currency', 'EUR') as currency,
    (item ->> 'paid_on')::date as paid_on
from items;

-- One row. Whoever commits holds it for the last moment of the commit: acts are numbered without a gap.
create table head (
    acts bigint not null,
    hash text not null,       -- over all acts
    revision bigint not null  -- one more with every write
);
insert into head values (0, '', 0);

create table ledger (
    number bigint primary key,
    name text not null unique, -- of what it changed
    run text not null,
    interface text not null,
    act text not null,
    at timestamptz not null,
    sha256 text not null,
    fingerprint text not null,
    undone_by text not null default '',
    entry json not null,
    hash text not null        -- over this act and all before it
);
create unique index imported_once on ledger (interface, sha256) where act = 'import' and undone_by = '';
create index ledger_run on ledger (run);
create index ledger_content on ledger (sha256) where sha256 <> '';
create index ledger_fingerprint on ledger (fingerprint) where fingerprint <> '';
create index ledger_interface on ledger (interface, number);
create index ledger_clearing on ledger (number) where act = 'clear' or (entry -> 'clearing') is not null;
create index ledger_payments on ledger (number) where (entry -> 'payment_keys') is not null;
create index ledger_at on ledger (at);

create table exports (
    export text not null,
    number integer not null,  -- of its file
    name text not null references ledger (name),
    primary key (export, number)
);

create table changes (
    name text not null,       -- of the act
    position integer not null,
    mandant text not null,
    invoice_no text not null,
    change json not null,
    primary key (name, position)
);
create index changes_invoice on changes (invoice_no);

create table waiting (
    number bigint generated always as identity,
    interface text not null,
    sha256 text not null,
    held json not null,
    primary key (interface, sha256)
);

create table originals (
    sha256 text primary key,  -- over the bytes as they came
    size bigint not null,
    content bytea not null    -- compressed by us
);
alter table originals alter column content set storage external;

create table chains (
    chain text not null,      -- originals, runs
    number bigint not null,
    line text not null,
    primary key (chain, number)
);

-- The journals, a line an event. Each host keeps copies of them as files.
create table runs (
    run text primary key,
    interface text not null,
    started timestamptz not null,
    writer text not null,     -- the host and the folder it was begun in
    lines integer not null default 0,
    ended boolean not null default false,
    changed timestamptz not null default clock_timestamp()
);
create index runs_changed on runs (changed);

create table events (
    run text not null references runs on delete cascade,
    number integer not null,
    line json not null,
    primary key (run, number)
);

create table records (
    kind text not null,       -- schedule, outbox, export
    name text not null,       -- of the interface, or the export
    record json not null,
    primary key (kind, name)
);

-- Who may do what only one may. The token is new with every taking: the commit asks for it.
create table leases (
    name text primary key,
    host text not null,       -- the holder, for people
    pid integer not null,
    token uuid not null,
    since timestamptz not null,
    expires timestamptz not null,
    backend integer not null, -- the holder's session: where it is gone, nobody need wait
    backend_start timestamptz not null
);

-- The leases that hold: neither run out, nor their holder gone.
create view held as
select leases.* from leases
where expires > clock_timestamp() and exists (
    select from pg_stat_activity as session
    where session.pid = leases.backend
    and (session.backend_start = leases.backend_start or session.backend_start is null)
);

create table workers (
    host text primary key,
    seen timestamptz not null,
    version text not null,
    configuration text not null  -- the hash of what it runs by
);
