-- What agents found on their devices, which of it counts, and what follows. core/compliance has the words and the rule.

-- The last answer to each check. `unknown` is no issue, and does not end one: `failing_since` stays until it passes.
create table device_check (
  account_id integer not null,
  device_key bigint not null,
  check_name text not null,
  result text not null check (result in ('pass', 'fail', 'unknown')),
  facts jsonb not null default '{}',
  -- By the device's clock, but not after it was heard.
  taken_at timestamptz not null,
  -- By ours; grace counts from here.
  failing_since timestamptz,
  primary key (account_id, device_key, check_name),
  foreign key (account_id, device_key) references device on delete cascade,
  check (result <> 'fail' or failing_since is not null),
  check (result <> 'pass' or failing_since is null)
) with (fillfactor = 80);

-- When a device is to be judged though its agent says nothing: an issue begins to count, or it is in another group.
create table compliance_due (
  account_id integer not null,
  device_key bigint not null,
  due_at timestamptz not null,
  primary key (account_id, device_key),
  foreign key (account_id, device_key) references device on delete cascade
);
create index compliance_due_by_time on compliance_due (due_at);

-- Null: the group has none of its own, and the account's holds; core/api/compliance has the shape.
alter table device_group
  add column compliance_policy jsonb,
  add column compliance_policy_at timestamptz,
  add column compliance_policy_by text,
  add constraint device_group_policy_change check ((compliance_policy_at is null) = (compliance_policy_by is null));
alter table account
  add column compliance_policy jsonb not null default '{"checks": []}',
  add column compliance_policy_at timestamptz,
  add column compliance_policy_by text,
  -- The licence count; null: no limit. Devices without an agent (unknown) do not count. A device that comes when it is
  -- used up is out_of_license_usage until there is room: the oldest first.
  add column devices_allowed integer check (devices_allowed >= 0),
  add constraint account_compliance_policy_change check ((compliance_policy_at is null) = (compliance_policy_by is null));

-- Groups whose devices are to be judged anew, in steps: up to which key that is done.
create table compliance_run (
  account_id integer not null,
  group_key integer not null,
  asked_at timestamptz not null,
  after_key bigint not null default 0,
  primary key (account_id, group_key),
  foreign key (account_id, group_key) references device_group on delete cascade
);

alter table device
  -- Issues that count, by the last judgment.
  add column critical_issues smallint not null default 0,
  add column warning_issues smallint not null default 0,
  -- Whether the exemption is from critical issues only.
  add column exempt_critical boolean not null default false,
  add constraint device_exempt_critical check (not exempt_critical or exempt_by is not null);

-- The status that the rules and the wire see; codes of core/device/facts. An exemption from critical issues leaves a
-- device with warnings what it is. db/devices/status-sql.ts writes the call.
drop function device_status(smallint, boolean, timestamptz, timestamptz);
create function device_status(
  base_status smallint, ignored boolean, exempt_until timestamptz, exempt_critical boolean, warning_issues smallint,
  at timestamptz
) returns smallint language sql immutable parallel safe
  return case
    when ignored then 5::smallint
    when base_status in (3::smallint, 4::smallint) then base_status
    when exempt_until > at and not (exempt_critical and warning_issues > 0) then 2::smallint
    else base_status
  end;
