-- How long an account keeps what; core/api/retention has the shape. Nothing goes by itself until somebody says so.
alter table account
  add column retention jsonb not null default '{}',
  add column retention_at timestamptz,
  add column retention_by text,
  add constraint account_retention_change check ((retention_at is null) = (retention_by is null));

-- When retention last looked at a kind of data, what it removed then, and what it removed ever.
create table retention_run (
  account_id integer not null references account,
  kind text not null,
  last_run_at timestamptz not null,
  removed bigint not null,
  removed_ever bigint not null,
  primary key (account_id, kind)
);

-- Actions that were removed, and whose targets are being removed, some at a time. Nothing shows them any more.
create table removed_action (
  account_id integer not null references account,
  action_id uuid not null,
  primary key (account_id, action_id)
);

create index report_by_time on report (account_id, completed_at) where completed_at is not null;
create index threat_device_by_source on threat_device (account_id, action_id, position);
