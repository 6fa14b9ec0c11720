-- People who sign in to the console.
create table app_user (
  account_id integer not null references account,
  user_id uuid not null,
  email text not null,
  name text not null,
  role text not null check (role in ('viewer', 'operator', 'administrator')),
  -- Argon2id, in the PHC form; null: by passkey or OpenID alone, or the invitation is still open.
  password_hash text,
  -- Under seal (operations/seal-secret); asked for once confirmed. A code's time step counts once.
  totp_secret text,
  totp_confirmed_at timestamptz,
  totp_last_step bigint,
  invitation_hash bytea unique,
  invitation_expires_at timestamptz,
  created_at timestamptz not null,
  last_sign_in_at timestamptz,
  disabled_at timestamptz,
  primary key (account_id, user_id),
  check (totp_confirmed_at is null or totp_secret is not null),
  check ((invitation_hash is null) = (invitation_expires_at is null))
);
create unique index app_user_by_email on app_user (account_id, lower(email));

-- A console session: a cookie holds the token, here is its SHA-256.
create table user_session (
  account_id integer not null,
  session_id uuid not null,
  user_id uuid not null,
  token_hash bytea not null unique,
  signed_in_by text not null,
  created_at timestamptz not null,
  -- Written once a minute at most; a session that is not used ends by it.
  last_used_at timestamptz not null,
  -- Whatever happens.
  expires_at timestamptz not null,
  -- When the user last proved who he is: dangerous things ask how long ago that was.
  authenticated_at timestamptz not null,
  ended_at timestamptz,
  peer text,
  user_agent text not null,
  primary key (account_id, session_id),
  foreign key (account_id, user_id) references app_user on delete cascade
);
create index user_session_by_user on user_session (account_id, user_id);
create index user_session_by_expiry on user_session (expires_at);

create table user_passkey (
  account_id integer not null,
  passkey_id uuid not null,
  user_id uuid not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  backed_up boolean not null,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (account_id, passkey_id),
  unique (account_id, credential_id),
  foreign key (account_id, user_id) references app_user on delete cascade
);
create index user_passkey_by_user on user_passkey (account_id, user_id);

-- SHA-256 of 80 random bits each; a used one is gone.
create table user_recovery_code (
  account_id integer not null,
  user_id uuid not null,
  code_hash bytea not null,
  primary key (account_id, user_id, code_hash),
  foreign key (account_id, user_id) references app_user on delete cascade
);

-- Whom an OpenID provider means by a subject.
create table user_identity (
  account_id integer not null,
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  linked_at timestamptz not null,
  primary key (account_id, issuer, subject),
  foreign key (account_id, user_id) references app_user on delete cascade
);
create index user_identity_by_user on user_identity (account_id, user_id);

-- The half of a sign-in that is done: whose second factor is awaited, which challenge a passkey signs, which answer of an
-- OpenID provider is ours. Taken once.
create table sign_in_ceremony (
  token_hash bytea primary key,
  account_id integer not null references account,
  kind text not null,
  user_id uuid,
  facts jsonb not null,
  expires_at timestamptz not null,
  foreign key (account_id, user_id) references app_user on delete cascade
);
create index sign_in_ceremony_by_expiry on sign_in_ceremony (expires_at);

-- Attempts since the last success, by user and by address; what guesses is made to wait.
create table sign_in_counter (
  account_id integer not null references account,
  key text not null,
  attempts integer not null,
  counted_at timestamptz not null,
  locked_until timestamptz,
  primary key (account_id, key)
) with (fillfactor = 70);
create index sign_in_counter_by_age on sign_in_counter (counted_at);

-- The link that makes the first administrator; there is none once a user exists.
create table set_up_link (
  account_id integer primary key references account,
  token_hash bytea not null
);

-- Whose authority is looked at again when a command is claimed.
alter table action add column user_id uuid;
