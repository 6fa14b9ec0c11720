-- Of which action it is the retry or the undoing.
alter table action
  add column origin_kind text check (origin_kind in ('retry', 'undo')),
  add column origin_action uuid,
  add constraint action_origin_whole check ((origin_kind is null) = (origin_action is null));

-- Lists by name. The other orders need no index of their own: by id and by age there is one, and those that change all
-- the time would cost every check-in more than a sorted list is worth.
create index device_record_by_hostname on device_record (account_id, lower(hostname), device_key);

-- To the minute, so that a busy application writes one row a minute and not one a request.
alter table application
  add column last_used_at timestamptz,
  add column last_used_from text,
  add constraint application_use_whole check (last_used_at is not null or last_used_from is null);

-- A page of the console as its owner left it; core/api/saved-views has the shape.
create table saved_view (
  account_id integer not null references account,
  view_id uuid not null,
  owner text not null,
  page text not null,
  name text not null,
  search text not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (account_id, view_id),
  unique (account_id, owner, page, name)
);
