-- Every key starts with the account, so that an account's rows can live on one node of a distributed engine.
-- The codes in smallint columns are listed in packages/core (device/facts, action/life-cycle, action/reason).

create table account (
  account_id integer generated always as identity primary key,
  name text not null,
  created_at timestamptz not null default now(),
  -- Ed25519, PKCS #8 and SPKI: agents pin the public half at enrolment and obey nothing else.
  command_private_key bytea not null,
  command_public_key bytea not null,
  -- From it come the command ids (see operations/command-id) and the tokens of agent sessions.
  seal_key bytea not null check (length(seal_key) = 32)
);

create table device_group (
  account_id integer not null references account,
  group_key integer generated always as identity,
  group_id text not null,
  name text not null,
  description text not null default '',
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now(),
  primary key (account_id, group_key),
  unique (account_id, group_id)
);

-- What rules look at, except the status: one row a combination, shared by all devices that have it, immutable.
-- A rule is judged once a combination; statements join the verdicts on kind_id.
create table device_kind (
  kind_id integer generated always as identity primary key,
  agent_type text not null,
  agent_name text not null,
  agent_version text not null,
  os text not null,
  -- null: never said (a record that was imported)
  abilities text[],
  unique nulls not distinct (agent_type, agent_name, agent_version, os, abilities)
);

-- The narrow half of a device: what actions change. No index holds a changing column, so updates stay HOT.
-- Administrators own group_key, ignored and exempt_*; agents own kind_id and base_status; neither writes the other's.
create table device (
  account_id integer not null references account,
  device_key bigint generated always as identity,
  device_id text not null,
  kind_id integer not null references device_kind,
  group_key integer not null,
  -- One more at each enrolment and removal; commands are bound to it.
  generation integer not null default 1,
  base_status smallint not null,
  ignored boolean not null default false,
  archived boolean not null default false,
  -- The exempting action tells since when, by whom and through what.
  exempt_by uuid,
  exempt_until timestamptz,
  removed_at timestamptz,
  primary key (account_id, device_key),
  unique (account_id, device_id),
  foreign key (account_id, group_key) references device_group,
  check ((exempt_by is null) = (exempt_until is null))
) with (fillfactor = 60);

-- The status that the rules and the wire see; codes of core/device/facts.
create function device_status(base_status smallint, ignored boolean, exempt_until timestamptz, at timestamptz)
  returns smallint language sql immutable parallel safe
  return case
    when ignored then 5::smallint
    when base_status in (3::smallint, 4::smallint) then base_status
    when exempt_until > at then 2::smallint
    else base_status
  end;

-- The wide half: what agents and imports report.
create table device_record (
  account_id integer not null,
  device_key bigint not null,
  hwid text,
  hostname text not null default '',
  nickname text not null default '',
  device_type text not null default 'other',
  os_name text not null default '',
  os_version text not null default '',
  public_ip text not null default '',
  user_name text not null default '',
  source text not null,
  -- SPKI of the device's Ed25519 key; null while no agent is enrolled.
  agent_key bytea,
  -- The token of the enrolment that agent_key came with: the same two again are the same enrolment.
  enrolment_token_id uuid,
  inventory jsonb not null default '{}',
  enrolled_at timestamptz not null default now(),
  primary key (account_id, device_key),
  unique (account_id, hwid),
  foreign key (account_id, device_key) references device on delete cascade
);

-- A MAC address is kept as its 48 bits: the cheapest thing to parse 100 000 of, and to join on.
create table device_mac (
  account_id integer not null,
  mac bigint not null check (mac between 0 and 281474976710655),
  device_key bigint not null,
  primary key (account_id, mac, device_key),
  foreign key (account_id, device_key) references device on delete cascade
);
create index device_mac_by_device on device_mac (account_id, device_key);

-- Presence is written in sets; a goodbye counts only with the number that its connection was given.
create table device_presence (
  account_id integer not null,
  device_key bigint not null,
  connection bigint not null default 0,
  online boolean not null default false,
  connected_at timestamptz,
  -- Of a device that is connected, written every ten minutes.
  last_seen timestamptz,
  -- Since when nobody holds a connection of it; null while one does.
  away_since timestamptz,
  primary key (account_id, device_key),
  foreign key (account_id, device_key) references device on delete cascade
) with (fillfactor = 60);

create table enrolment_token (
  account_id integer not null references account,
  token_id uuid not null,
  token_hash bytea not null unique,
  group_key integer not null,
  description text not null default '',
  uses_left integer not null check (uses_left >= 0),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (account_id, token_id),
  foreign key (account_id, group_key) references device_group
);

create table application (
  account_id integer not null references account,
  app_id uuid not null,
  client_id text not null unique,
  secret_hash bytea not null,
  name text not null,
  scopes text[] not null,
  -- Requests a minute for each API; null: the server's default.
  rate_limit integer check (rate_limit > 0),
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (account_id, app_id)
);

-- Bearer tokens of applications and of operators (app_id null); only their SHA-256 is kept.
create table access_token (
  token_hash bytea primary key,
  account_id integer not null references account,
  token_id uuid not null unique,
  app_id uuid,
  user_name text,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  -- null: until revoked (the operator's)
  expires_at timestamptz,
  revoked_at timestamptz,
  check ((app_id is null) <> (user_name is null)),
  foreign key (account_id, app_id) references application
);
create index access_token_by_application on access_token (account_id, app_id);
create index access_token_by_expiry on access_token (expires_at);

-- One request to do one thing to many devices. Its state and counts are computed from its targets.
create table action (
  account_id integer not null references account,
  action_id uuid not null,
  type text not null,
  params text not null,
  created_at timestamptz not null,
  channel text not null,
  user_name text,
  app_id uuid,
  app_name text,
  token_id uuid,
  request_id text not null,
  target_count integer not null,
  -- Of the targets that it applied to, in order: what was planned, signed, sent and logged is one value.
  merkle_root bytea not null check (length(merkle_root) = 32),
  -- Commands only: the statement that the agents verify, and its Ed25519 signature.
  statement text,
  signature bytea,
  work_key bigint,
  deliver_by timestamptz,
  -- Set once clock 1 has run out and what still waited has been expired; a job looks here.
  delivery_ended_at timestamptz,
  finish_seconds integer,
  report text,
  -- Exemptions only: all leases of one action end together; a job looks here.
  lease_until timestamptz,
  lease_ended_at timestamptz,
  cancelled_at timestamptz,
  cancelled_by text,
  primary key (account_id, action_id),
  check ((statement is null) = (signature is null)),
  check ((statement is null) = (deliver_by is null))
);
create index action_by_time on action (account_id, created_at desc, action_id desc);
-- Whether equal work may wait anywhere.
create index action_by_work on action (account_id, work_key, deliver_by) where work_key is not null;
create index action_delivery_end on action (deliver_by) where deliver_by is not null and delivery_ended_at is null;
create index action_lease_end on action (lease_until) where lease_until is not null and lease_ended_at is null;

-- One device of an action, with the identifier it was asked by; an open one is a command.
-- No foreign keys: they would cost more than the row, and both sides are only ever written together.
create table target (
  device_key bigint,
  -- Commands only: one hash for (type, params). Equal work waits once a device.
  work_key bigint,
  before_exempt_until timestamptz,
  offered_until timestamptz,
  retry_at timestamptz,
  accepted_at timestamptz,
  finish_by timestamptz,
  cancel_by timestamptz,
  ended_at timestamptz,
  account_id integer not null,
  position integer not null,
  generation integer not null default 0,
  before_group_key integer,
  same_as_position integer,
  action_id uuid not null,
  before_exempt_by uuid,
  same_as_action uuid,
  state smallint not null,
  reason smallint not null default 0,
  progress smallint,
  -- Stays as it is through all states that wait, so that moves among them stay HOT.
  open boolean not null default false,
  identifier text not null,
  message text,
  result jsonb,
  late_result jsonb,
  primary key (account_id, action_id, position)
) with (fillfactor = 50);
-- A device's history is read action by action, newest first: this order grows at its end only, where one that began
-- with the device would touch a page for every device of every action (three times the cost of the row itself).
create index target_by_device on target (account_id, action_id, device_key);
create unique index target_open on target (account_id, device_key, work_key) where open;

-- What a command brought back, in the pieces it came in.
create table report (
  account_id integer not null,
  action_id uuid not null,
  position integer not null,
  size_bytes bigint not null check (size_bytes >= 0),
  received_bytes bigint not null default 0 check (received_bytes between 0 and size_bytes),
  sha256 bytea not null check (length(sha256) = 32),
  media_type text not null,
  created_at timestamptz not null default now(),
  completed_at timestamptz,
  primary key (account_id, action_id, position)
);

create table report_chunk (
  account_id integer not null,
  action_id uuid not null,
  position integer not null,
  start_byte bigint not null,
  bytes bytea not null,
  primary key (account_id, action_id, position, start_byte),
  foreign key (account_id, action_id, position) references report on delete cascade
);
alter table report_chunk alter column bytes set storage external;

-- What happened to a device other than through a target: the rest of the device log is read from the targets.
create table device_event (
  account_id integer not null,
  event_id uuid not null,
  device_key bigint not null,
  occurred_at timestamptz not null,
  event text not null,
  action_id uuid,
  details jsonb not null default '{}',
  primary key (account_id, event_id)
);
create index device_event_by_time on device_event (account_id, occurred_at desc, event_id desc);
create index device_event_by_device on device_event (account_id, device_key);

-- hash = SHA-256(previous hash || sequence as 8 bytes || content); the content is kept to the byte.
create table audit_entry (
  account_id integer not null references account,
  sequence bigint not null,
  occurred_at timestamptz not null,
  event text not null,
  channel text not null,
  action_id uuid,
  device_key bigint,
  content text not null,
  hash bytea not null check (length(hash) = 32),
  primary key (account_id, sequence)
);
create index audit_entry_by_action on audit_entry (account_id, action_id) where action_id is not null;
create index audit_entry_by_device on audit_entry (account_id, device_key) where device_key is not null;

create table audit_head (
  account_id integer primary key references account,
  sequence bigint not null default 0,
  hash bytea not null
) with (fillfactor = 20);

-- Appends one entry and returns its sequence. The head's row lock orders the entries of an account; callers
-- write their entry last, so that it is held for little more than the commit.
create function append_audit_entry(
  account integer, at timestamptz, event_name text, channel_name text, action uuid, device bigint, entry text
) returns bigint language sql as $$
  with head as (
    update audit_head
    set sequence = sequence + 1,
        hash = sha256(hash || int8send(sequence + 1) || convert_to(entry, 'UTF8'))
    where account_id = account
    returning sequence, hash
  )
  insert into audit_entry (account_id, sequence, occurred_at, event, channel, action_id, device_key, content, hash)
  select account, head.sequence, at, event_name, channel_name, action, device, entry, head.hash from head
  returning sequence
$$;

-- The first answer to a mutating call that carried an Idempotency-Key, kept for a day.
create table idempotency_key (
  account_id integer not null references account,
  principal text not null,
  key text not null,
  request_hash bytea not null,
  status integer,
  content_type text,
  body bytea,
  created_at timestamptz not null default now(),
  primary key (account_id, principal, key)
);
create index idempotency_key_by_age on idempotency_key (created_at);

-- Owned by rate-limiter-flexible (its column names); unlogged, as a lost minute of counting harms nobody.
create unlogged table rate_limit_bucket (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
