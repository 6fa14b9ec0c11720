-- Who is told what, over HTTP. core/webhook has the events.
create table webhook (
  account_id integer not null references account,
  webhook_id uuid not null,
  -- events: ours, signed; device_statuses: the account's one callback, with its key as it stands.
  format text not null check (format in ('events', 'device_statuses')),
  url text not null,
  description text not null default '',
  event_types text[] not null check (cardinality(event_types) > 0),
  -- Under seal: operations/seal-secret.
  secret text not null,
  enabled boolean not null default true,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  -- Requests that failed one after the other; 0 since the last that did not, and when it is switched on.
  failures_in_row integer not null default 0,
  switched_off_at timestamptz,
  last_delivered_at timestamptz,
  last_failed_at timestamptz,
  -- A node delivers to it until then; nobody else does meanwhile, so that what is told stays in order.
  busy_until timestamptz,
  -- Nothing overtakes what has just failed: it is tried again first, then.
  held_until timestamptz,
  primary key (account_id, webhook_id),
  check (switched_off_at is null or not enabled)
);
create unique index webhook_callback on webhook (account_id) where format = 'device_statuses';

-- What is to be told, written in the transaction of what it tells. Of many devices each event tells a part.
create table webhook_event (
  account_id integer not null references account,
  -- In this order it is told. Whoever changes a device holds its row by then: what happens to one device is in order.
  event_key bigint generated always as identity,
  event_id uuid not null,
  type text not null,
  occurred_at timestamptz not null,
  data jsonb not null,
  primary key (account_id, event_key),
  unique (account_id, event_id)
);
create index webhook_event_by_time on webhook_event (occurred_at);

create table webhook_delivery (
  account_id integer not null,
  webhook_id uuid not null,
  event_key bigint not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
  attempts integer not null default 0,
  -- Of a waiting one.
  due_at timestamptz,
  ended_at timestamptz,
  last_attempt_at timestamptz,
  -- What the last attempt came to: an HTTP status, or else why there was none.
  last_status smallint,
  last_problem text,
  primary key (account_id, webhook_id, event_key),
  foreign key (account_id, webhook_id) references webhook on delete cascade,
  foreign key (account_id, event_key) references webhook_event on delete cascade,
  check ((state = 'waiting') = (due_at is not null)),
  check ((state = 'waiting') = (ended_at is null))
) with (fillfactor = 80);
create index webhook_delivery_due on webhook_delivery (account_id, webhook_id, due_at) where state = 'waiting';
create index webhook_delivery_dead on webhook_delivery (account_id, webhook_id) where state = 'dead';
create index webhook_delivery_by_event on webhook_delivery (account_id, event_key);

-- Actions of which somebody wants to hear the end; a job looks whether anything of them is still open.
create table webhook_watch (
  account_id integer not null references account,
  action_id uuid not null,
  primary key (account_id, action_id)
);
