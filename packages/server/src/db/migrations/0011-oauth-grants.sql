-- Where an application has users' codes sent, compared letter by letter. One without a secret is public: what runs on
-- people's own machines keeps none, and PKCE stands in its place.
alter table application
  add column redirect_uris text[] not null default '{}',
  alter column secret_hash drop not null;

-- What a user let an application do, and is not asked again for; the scopes of all times together.
create table oauth_consent (
  account_id integer not null,
  user_id uuid not null,
  app_id uuid not null,
  scopes text[] not null,
  granted_at timestamptz not null,
  primary key (account_id, user_id, app_id),
  foreign key (account_id, user_id) references app_user on delete cascade,
  foreign key (account_id, app_id) references application
);

-- All tokens that come from one authorization: a code, refresh tokens after each other, access tokens. They end together.
create table token_family (
  account_id integer not null,
  family_id uuid not null,
  app_id uuid not null,
  user_id uuid not null,
  scopes text[] not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (account_id, family_id),
  foreign key (account_id, user_id) references app_user on delete cascade,
  foreign key (account_id, app_id) references application
);
create index token_family_by_user on token_family (account_id, user_id, app_id);

-- Of each only the SHA-256 is kept.
create table authorization_code (
  code_hash bytea primary key,
  account_id integer not null,
  family_id uuid not null,
  redirect_uri text not null,
  -- S256 of the verifier; null: a confidential client that did not use PKCE.
  code_challenge text,
  expires_at timestamptz not null,
  used_at timestamptz,
  foreign key (account_id, family_id) references token_family on delete cascade
);
create index authorization_code_by_family on authorization_code (account_id, family_id);

create table refresh_token (
  token_hash bytea primary key,
  account_id integer not null,
  family_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  replaced_at timestamptz,
  -- With this and the replaced token itself its successor can be made again, until that is used: the answer may have
  -- been lost. See operations/oauth/refresh-tokens.
  successor_salt bytea,
  foreign key (account_id, family_id) references token_family on delete cascade,
  check (successor_salt is null or replaced_at is not null)
);
-- At any time one token of a family is good.
create unique index refresh_token_current on refresh_token (account_id, family_id) where replaced_at is null;
create index refresh_token_by_family on refresh_token (account_id, family_id);

alter table access_token
  -- A user's, by an application; null: of an application for itself, or of an operator.
  add column family_id uuid,
  add constraint access_token_family foreign key (account_id, family_id) references token_family on delete cascade,
  add constraint access_token_of_family check (family_id is null or app_id is not null);
create index access_token_by_family on access_token (account_id, family_id) where family_id is not null;
