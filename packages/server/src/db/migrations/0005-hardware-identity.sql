-- An enrolment that a deletion ended while its agent was out there: kept so that the agent can be told to remove
-- itself, or let in again, whenever it connects. Generations are never used twice, so neither are these rows.
create table ended_enrolment (
  account_id integer not null references account,
  device_key bigint not null,
  generation integer not null,
  -- The key by which the agent is known again; the device's record has forgotten it.
  agent_key bytea not null,
  action_id uuid not null,
  ended_at timestamptz not null,
  -- Whether the agent is to remove itself; until when one is told so that was not told before.
  uninstall boolean not null,
  expires_at timestamptz not null,
  told_at timestamptz,
  confirmed_at timestamptz,
  -- The generation as which the device came back, with the same key.
  returned_at timestamptz,
  returned_as integer,
  primary key (account_id, device_key, generation),
  foreign key (account_id, device_key) references device on delete cascade,
  check (uninstall or told_at is null and confirmed_at is null),
  check ((returned_at is null) = (returned_as is null)),
  check (returned_as > generation)
);
create index ended_enrolment_by_time on ended_enrolment (account_id, ended_at desc, device_key desc, generation desc);

-- Marks of core/device/hardware, of the machine that last proved to be the device.
alter table device_record add column hardware text[] not null default '{}';
create index device_record_by_hardware on device_record using gin (hardware);

-- The starts of the agent behind the present connection and behind the one before: of an agent that was started
-- again the former never returns, of two that take turns it does.
alter table device_presence add column run text, add column former_run text;

-- Two machines that pass for one device. It is quarantined until somebody says which is which.
create table duplicate (
  account_id integer not null references account,
  duplicate_id uuid not null,
  device_key bigint not null,
  found_at timestamptz not null,
  -- hello: an agent with the device's key on other hardware; turns: two agents with its key that take turns;
  -- enrolment: another machine that enrols under the device's hardware id.
  found_by text not null check (found_by in ('hello', 'turns', 'enrolment')),
  -- What the device was before it was quarantined.
  former_status smallint not null,
  known_hardware text[] not null,
  known_run text,
  -- The machine that came later, or that came back in between.
  newcomer_hardware text[] not null,
  newcomer_run text,
  newcomer_hostname text not null,
  newcomer_peer text not null,
  resolved_at timestamptz,
  resolved_by text,
  resolution text check (resolution in ('same', 'separate')),
  -- Of two that are separate: which of them stays the device.
  keeps text check (keeps in ('known', 'newcomer')),
  -- Whether it still decides how agents are judged: until it is resolved and, for separate ones, until the other has
  -- enrolled as a device of its own.
  pending boolean not null default true,
  separated_at timestamptz,
  separated_as bigint,
  primary key (account_id, duplicate_id),
  foreign key (account_id, device_key) references device on delete cascade,
  check ((resolved_at is null) = (resolution is null)),
  check ((keeps is not null) = (resolution is not distinct from 'separate')),
  check (pending or resolved_at is not null)
);
create unique index duplicate_pending on duplicate (account_id, device_key) where pending;

-- A token that was made for a copy to enrol as a device of its own: it becomes no device that is known.
alter table enrolment_token add column separates uuid;
