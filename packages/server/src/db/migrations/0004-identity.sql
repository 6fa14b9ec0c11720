-- What `re-identify` asks from now on; no row: the default question. Each action keeps its own in its parameters.
create table identity_question (
  account_id integer primary key references account,
  -- As core/identity/identity-question has it.
  question jsonb not null,
  modified_at timestamptz not null
);

-- Personal data: what the users of a device answered, by which command, in which enrolment. Nowhere else is it kept,
-- but for the last answer, which is the device's identity. Both go when the device is deleted.
create table device_identity (
  account_id integer not null,
  device_key bigint not null,
  action_id uuid not null,
  position integer not null,
  generation integer not null,
  answered_at timestamptz not null,
  identity jsonb not null,
  primary key (account_id, device_key, action_id, position),
  foreign key (account_id, device_key) references device on delete cascade
);

alter table device_record add column user_identity jsonb;
