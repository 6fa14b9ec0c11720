-- What an account asks of its agents; core/api/agent-policy has the shape. The rule of a type is signed with its actions.
alter table account
  add column agent_policy jsonb not null default '{"defer": {}}',
  add column agent_policy_at timestamptz,
  add column agent_policy_by text,
  add constraint account_agent_policy_change check ((agent_policy_at is null) = (agent_policy_by is null));

-- How often the device put the command off; null: never. A deferral is told from its repetition by its retry_at.
alter table target add column deferrals smallint;

-- When a device usually connects: 103 bytes of counts, of the 96 quarter hours of the day and then of the seven days of
-- the week from Sunday on, all UTC. A row is written when a device comes back after it was away, and at no other time.
create table device_habit (
  account_id integer not null,
  device_key bigint not null,
  connects bytea not null check (length(connects) = 103),
  primary key (account_id, device_key),
  foreign key (account_id, device_key) references device on delete cascade
) with (fillfactor = 60);

-- One connect more. A weekday that reaches 16 halves all counts: what was so last year does not outweigh this month.
create function note_connect(connects bytea, quarter_hour integer, weekday integer)
  returns bytea language sql immutable parallel safe
  return (
    select set_byte(
      set_byte(kept, quarter_hour, get_byte(kept, quarter_hour) + 1),
      96 + weekday, get_byte(kept, 96 + weekday) + 1
    )
    from (
      select case
        when get_byte(connects, 96 + weekday) < 16 then connects
        else (
          select string_agg(set_byte('\x00'::bytea, 0, get_byte(connects, place) / 2), ''::bytea order by place)
          from generate_series(0, 102) place
        )
      end as kept
    ) counts
  );
