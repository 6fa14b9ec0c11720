-- What scans found. The report itself stays as it came (report_chunk); here is what is asked across devices.

-- One completed report of a scan.
create table scan (
  account_id integer not null,
  action_id uuid not null,
  position integer not null,
  device_key bigint not null,
  -- When the scan ended by the device's clock, but not before it was asked for, nor after its report came.
  found_at timestamptz not null,
  engine text not null,
  engine_version text not null,
  database_version text,
  files bigint not null,
  bytes bigint not null,
  findings integer not null check (findings >= 0),
  -- Found as well, and not in the report: its lists are bounded.
  findings_left_out bigint not null check (findings_left_out >= 0),
  primary key (account_id, action_id, position),
  foreign key (account_id, action_id, position) references report on delete cascade
);
create index scan_by_device on scan (account_id, device_key, found_at, action_id, position);

-- What was found somewhere: one row a combination, written once, so that scans that find the same do not wait in line.
create table threat (
  account_id integer not null references account,
  threat_key bigint generated always as identity,
  -- Empty: the file could not be read again.
  sha256 bytea not null check (length(sha256) in (0, 32)),
  signature text not null,
  primary key (account_id, threat_key),
  unique (account_id, sha256, signature)
);
create index threat_by_signature on threat (account_id, signature, threat_key);

-- A line of a report. No foreign keys: on 10 000 rows they would cost more than the rows.
create table finding (
  account_id integer not null,
  action_id uuid not null,
  position integer not null,
  ordinal integer not null,
  threat_key bigint not null,
  size_bytes bigint,
  area text not null,
  engine text not null,
  path text not null,
  primary key (account_id, action_id, position, ordinal)
);

-- Which devices a threat was seen on. Rows of removed devices stay, and count again when the device comes back.
create table threat_device (
  account_id integer not null,
  threat_key bigint not null,
  device_key bigint not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  -- The first of its findings in the newest scan.
  action_id uuid not null,
  position integer not null,
  ordinal integer not null,
  primary key (account_id, threat_key, device_key),
  check (first_seen <= last_seen)
);
create index threat_device_by_device on threat_device (account_id, device_key, threat_key);
create index threat_device_by_time on threat_device (account_id, last_seen, threat_key);
