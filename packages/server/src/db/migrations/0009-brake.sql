-- The brake of an action: so many failed of so many that tried, and the rest is stopped (core/action/brake).
alter table action
  add column brake_failed_percent smallint check (brake_failed_percent between 1 and 100),
  add column brake_sample_min integer check (brake_sample_min >= 1),
  add column brake_checked_at timestamptz,
  -- Set once it has tripped, or nothing is open any more; a job looks at the others.
  add column brake_ended_at timestamptz,
  -- When it tripped, and what it saw then.
  add column braked_at timestamptz,
  add column brake_failed integer,
  add column brake_sample integer,
  add constraint action_brake_whole check (
    (brake_failed_percent is null) = (brake_sample_min is null)
    and (brake_failed_percent is null) = (brake_checked_at is null)
    and (brake_failed_percent is null or statement is not null)
  ),
  add constraint action_brake_tripped check (
    (braked_at is null) = (brake_failed is null)
    and (braked_at is null) = (brake_sample is null)
    and (braked_at is null or brake_ended_at is not null)
    and (brake_ended_at is null or brake_failed_percent is not null)
  );
create index action_brake_watched on action (account_id, action_id)
  where brake_failed_percent is not null and brake_ended_at is null;
