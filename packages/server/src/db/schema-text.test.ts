import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { Pool } from 'pg'
import { createTestDatabase } from '../../../../tests/support/database.ts'
import { openDatabase } from './pool.ts'
import { describeSchema } from './schema-text.ts'

let database: { url: string; drop(): Promise<void> }
let pool: Pool

beforeEach(async () => {
  database = await createTestDatabase()
  pool = await openDatabase(database.url)
  await pool.query('drop schema public cascade; create schema public')
})

afterEach(async () => {
  await pool.end()
  await database.drop()
})

test('the schema text holds every kind of thing that a migration makes, the same on every server version', async () => {
  await pool.query(`
    create type mood as enum ('good', 'so''so');
    create domain short as text not null constraint short_length check (length(value) < 10);
    create sequence counter increment 2;
    create table parent (
      id bigint generated always as identity primary key,
      code text collate "C" not null default 'x',
      at timestamptz default now(),
      feeling mood,
      nick short,
      n integer default nextval('counter'),
      twice integer generated always as (n * 2) stored,
      constraint n_positive check (n > 0),
      unique (code, at)
    ) with (fillfactor = 60);
    create unlogged table child (parent_id bigint not null references parent on delete cascade);
    create index child_parent on child (parent_id) where parent_id > 5;
    create unique index parent_lower on parent (lower(code)) include (n);
    create table event (at date not null) partition by range (at);
    create table event_2026 partition of event for values from ('2026-01-01') to ('2027-01-01');
    create statistics parent_codes (dependencies) on code, n from parent;
    create function touch() returns trigger language plpgsql as $$ begin new.at := now(); return new; end $$;
    create trigger parent_touch before update on parent for each row execute function touch();
    comment on table parent is 'the parent''s';
    comment on column parent.code is 'a code'`)
  assert.equal(await describeSchema(pool), expected)
})

test('a kind of thing that the schema text does not know is refused rather than left out', async () => {
  await pool.query('create materialized view many as select 1 as one; create type pair as (a int, b int)')
  await assert.rejects(describeSchema(pool), /does not write down: composite type pair, relation many of kind m\b/)
})

const expected = `\
-- The schema that the migrations make. Generated from the catalog by "npm run generate"; not to be edited.

create type mood as enum ('good', 'so''so');

create domain short as text not null
  constraint short_length CHECK ((length(VALUE) < 10));

create sequence counter as bigint start 1 increment 2;

create unlogged table child (
  parent_id bigint not null
);

create table event (
  at date not null
) partition by RANGE (at);

create table event_2026 partition of event (
  at date not null
) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

create table parent (
  id bigint generated always as identity not null,
  code text collate "C" default 'x'::text not null,
  at timestamp with time zone default now(),
  feeling mood,
  nick short,
  n integer default nextval('counter'::regclass),
  twice integer generated always as ((n * 2)) stored,
  constraint parent_pkey PRIMARY KEY (id),
  constraint n_positive CHECK ((n > 0)),
  constraint parent_code_at_key UNIQUE (code, at)
) with (fillfactor=60);

alter table child add constraint child_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES parent(id) ON DELETE CASCADE;

CREATE INDEX child_parent ON public.child USING btree (parent_id) WHERE (parent_id > 5);

CREATE UNIQUE INDEX parent_lower ON public.parent USING btree (lower(code)) INCLUDE (n);

CREATE STATISTICS public.parent_codes (dependencies) ON code, n FROM parent;

CREATE OR REPLACE FUNCTION public.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin new.at := now(); return new; end $function$;

CREATE TRIGGER parent_touch BEFORE UPDATE ON public.parent FOR EACH ROW EXECUTE FUNCTION touch();

comment on table public.parent is 'the parent''s';
comment on column public.parent.code is 'a code';
`
