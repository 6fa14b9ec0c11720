-- A version of the agent that devices may update themselves to, with the file itself in the pieces it came in.
create table agent_release (
  account_id integer not null references account,
  release_id uuid not null,
  version text not null,
  -- As Node.js has it: linux-x64.
  platform text not null,
  size_bytes bigint not null check (size_bytes > 0),
  received_bytes bigint not null default 0 check (received_bytes between 0 and size_bytes),
  sha256 bytea not null check (length(sha256) = 32),
  allow_downgrade boolean not null,
  -- Who gets it: null is every group. No foreign key: a group that was deleted has no devices, and must not become all.
  group_key integer,
  percent smallint not null default 100 check (percent between 0 and 100),
  created_at timestamptz not null,
  published_at timestamptz,
  withdrawn_at timestamptz,
  -- Ed25519 over core/agent/signed-texts' releaseText, with the account's command key.
  signature bytea,
  primary key (account_id, release_id),
  check ((published_at is null) = (signature is null)),
  check (published_at is null or received_bytes = size_bytes)
);
create index agent_release_on_offer on agent_release (account_id, platform, published_at desc)
  where published_at is not null and withdrawn_at is null;

create table agent_release_piece (
  account_id integer not null,
  release_id uuid not null,
  start_byte bigint not null,
  bytes bytea not null,
  primary key (account_id, release_id, start_byte),
  foreign key (account_id, release_id) references agent_release on delete cascade
);
alter table agent_release_piece alter column bytes set storage external;

-- How a release went on a device. One that failed there is not offered to that device again. What was said first may
-- be taken back as often as `changes` lets it: an agent must not fill the audit log by saying now this, now that.
create table agent_release_outcome (
  account_id integer not null,
  release_id uuid not null,
  device_key bigint not null,
  outcome text not null check (outcome in ('updated', 'rolled_back', 'refused')),
  from_version text not null,
  reason text not null default '',
  reported_at timestamptz not null,
  changes smallint not null default 0,
  primary key (account_id, release_id, device_key),
  foreign key (account_id, release_id) references agent_release on delete cascade,
  foreign key (account_id, device_key) references device on delete cascade
);
create index agent_release_outcome_by_device on agent_release_outcome (account_id, device_key);
