-- The schema that the migrations make. Generated from the catalog by "npm run generate"; not to be edited.

create table access_token (
  token_hash bytea not null,
  account_id integer not null,
  token_id uuid not null,
  app_id uuid,
  user_name text,
  scopes text[] not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  family_id uuid,
  constraint access_token_pkey PRIMARY KEY (token_hash),
  constraint access_token_check CHECK (((app_id IS NULL) <> (user_name IS NULL))),
  constraint access_token_of_family CHECK (((family_id IS NULL) OR (app_id IS NOT NULL))),
  constraint access_token_token_id_key UNIQUE (token_id)
);

create table account (
  account_id integer generated always as identity not null,
  name text not null,
  created_at timestamp with time zone default now() not null,
  command_private_key bytea not null,
  command_public_key bytea not null,
  seal_key bytea not null,
  agent_policy jsonb default '{"defer": {}}'::jsonb not null,
  agent_policy_at timestamp with time zone,
  agent_policy_by text,
  compliance_policy jsonb default '{"checks": []}'::jsonb not null,
  compliance_policy_at timestamp with time zone,
  compliance_policy_by text,
  devices_allowed integer,
  retention jsonb default '{}'::jsonb not null,
  retention_at timestamp with time zone,
  retention_by text,
  constraint account_pkey PRIMARY KEY (account_id),
  constraint account_agent_policy_change CHECK (((agent_policy_at IS NULL) = (agent_policy_by IS NULL))),
  constraint account_compliance_policy_change CHECK (((compliance_policy_at IS NULL) = (compliance_policy_by IS NULL))),
  constraint account_devices_allowed_check CHECK ((devices_allowed >= 0)),
  constraint account_retention_change CHECK (((retention_at IS NULL) = (retention_by IS NULL))),
  constraint account_seal_key_check CHECK ((length(seal_key) = 32))
);

create table action (
  account_id integer not null,
  action_id uuid not null,
  type text not null,
  params text not null,
  created_at timestamp with time zone not null,
  channel text not null,
  user_name text,
  app_id uuid,
  app_name text,
  token_id uuid,
  request_id text not null,
  target_count integer not null,
  merkle_root bytea not null,
  statement text,
  signature bytea,
  work_key bigint,
  deliver_by timestamp with time zone,
  delivery_ended_at timestamp with time zone,
  finish_seconds integer,
  report text,
  lease_until timestamp with time zone,
  lease_ended_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  cancelled_by text,
  user_id uuid,
  brake_failed_percent smallint,
  brake_sample_min integer,
  brake_checked_at timestamp with time zone,
  brake_ended_at timestamp with time zone,
  braked_at timestamp with time zone,
  brake_failed integer,
  brake_sample integer,
  origin_kind text,
  origin_action uuid,
  constraint action_pkey PRIMARY KEY (account_id, action_id),
  constraint action_brake_failed_percent_check CHECK (((brake_failed_percent >= 1) AND (brake_failed_percent <= 100))),
  constraint action_brake_sample_min_check CHECK ((brake_sample_min >= 1)),
  constraint action_brake_tripped CHECK ((((braked_at IS NULL) = (brake_failed IS NULL)) AND ((braked_at IS NULL) = (brake_sample IS NULL)) AND ((braked_at IS NULL) OR (brake_ended_at IS NOT NULL)) AND ((brake_ended_at IS NULL) OR (brake_failed_percent IS NOT NULL)))),
  constraint action_brake_whole CHECK ((((brake_failed_percent IS NULL) = (brake_sample_min IS NULL)) AND ((brake_failed_percent IS NULL) = (brake_checked_at IS NULL)) AND ((brake_failed_percent IS NULL) OR (statement IS NOT NULL)))),
  constraint action_check CHECK (((statement IS NULL) = (signature IS NULL))),
  constraint action_check1 CHECK (((statement IS NULL) = (deliver_by IS NULL))),
  constraint action_merkle_root_check CHECK ((length(merkle_root) = 32)),
  constraint action_origin_kind_check CHECK ((origin_kind = ANY (ARRAY['retry'::text, 'undo'::text]))),
  constraint action_origin_whole CHECK (((origin_kind IS NULL) = (origin_action IS NULL)))
);

create table agent_release (
  account_id integer not null,
  release_id uuid not null,
  version text not null,
  platform text not null,
  size_bytes bigint not null,
  received_bytes bigint default 0 not null,
  sha256 bytea not null,
  allow_downgrade boolean not null,
  group_key integer,
  percent smallint default 100 not null,
  created_at timestamp with time zone not null,
  published_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  signature bytea,
  constraint agent_release_pkey PRIMARY KEY (account_id, release_id),
  constraint agent_release_check CHECK (((received_bytes >= 0) AND (received_bytes <= size_bytes))),
  constraint agent_release_check1 CHECK (((published_at IS NULL) = (signature IS NULL))),
  constraint agent_release_check2 CHECK (((published_at IS NULL) OR (received_bytes = size_bytes))),
  constraint agent_release_percent_check CHECK (((percent >= 0) AND (percent <= 100))),
  constraint agent_release_sha256_check CHECK ((length(sha256) = 32)),
  constraint agent_release_size_bytes_check CHECK ((size_bytes > 0))
);

create table agent_release_outcome (
  account_id integer not null,
  release_id uuid not null,
  device_key bigint not null,
  outcome text not null,
  from_version text not null,
  reason text default ''::text not null,
  reported_at timestamp with time zone not null,
  changes smallint default 0 not null,
  constraint agent_release_outcome_pkey PRIMARY KEY (account_id, release_id, device_key),
  constraint agent_release_outcome_outcome_check CHECK ((outcome = ANY (ARRAY['updated'::text, 'rolled_back'::text, 'refused'::text])))
);

create table agent_release_piece (
  account_id integer not null,
  release_id uuid not null,
  start_byte bigint not null,
  bytes bytea not null,
  constraint agent_release_piece_pkey PRIMARY KEY (account_id, release_id, start_byte)
);

create table app_user (
  account_id integer not null,
  user_id uuid not null,
  email text not null,
  name text not null,
  role text not null,
  password_hash text,
  totp_secret text,
  totp_confirmed_at timestamp with time zone,
  totp_last_step bigint,
  invitation_hash bytea,
  invitation_expires_at timestamp with time zone,
  created_at timestamp with time zone not null,
  last_sign_in_at timestamp with time zone,
  disabled_at timestamp with time zone,
  constraint app_user_pkey PRIMARY KEY (account_id, user_id),
  constraint app_user_check CHECK (((totp_confirmed_at IS NULL) OR (totp_secret IS NOT NULL))),
  constraint app_user_check1 CHECK (((invitation_hash IS NULL) = (invitation_expires_at IS NULL))),
  constraint app_user_invitation_hash_key UNIQUE (invitation_hash),
  constraint app_user_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'operator'::text, 'administrator'::text])))
);

create table application (
  account_id integer not null,
  app_id uuid not null,
  client_id text not null,
  secret_hash bytea,
  name text not null,
  scopes text[] not null,
  rate_limit integer,
  created_at timestamp with time zone default now() not null,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  last_used_from text,
  redirect_uris text[] default '{}'::text[] not null,
  constraint application_pkey PRIMARY KEY (account_id, app_id),
  constraint application_client_id_key UNIQUE (client_id),
  constraint application_rate_limit_check CHECK ((rate_limit > 0)),
  constraint application_use_whole CHECK (((last_used_at IS NOT NULL) OR (last_used_from IS NULL)))
);

create table audit_entry (
  account_id integer not null,
  sequence bigint not null,
  occurred_at timestamp with time zone not null,
  event text not null,
  channel text not null,
  action_id uuid,
  device_key bigint,
  content text not null,
  hash bytea not null,
  constraint audit_entry_pkey PRIMARY KEY (account_id, sequence),
  constraint audit_entry_hash_check CHECK ((length(hash) = 32))
);

create table audit_head (
  account_id integer not null,
  sequence bigint default 0 not null,
  hash bytea not null,
  constraint audit_head_pkey PRIMARY KEY (account_id)
) with (fillfactor=20);

create table authorization_code (
  code_hash bytea not null,
  account_id integer not null,
  family_id uuid not null,
  redirect_uri text not null,
  code_challenge text,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint authorization_code_pkey PRIMARY KEY (code_hash)
);

create table compliance_due (
  account_id integer not null,
  device_key bigint not null,
  due_at timestamp with time zone not null,
  constraint compliance_due_pkey PRIMARY KEY (account_id, device_key)
);

create table compliance_run (
  account_id integer not null,
  group_key integer not null,
  asked_at timestamp with time zone not null,
  after_key bigint default 0 not null,
  constraint compliance_run_pkey PRIMARY KEY (account_id, group_key)
);

create table device (
  account_id integer not null,
  device_key bigint generated always as identity not null,
  device_id text not null,
  kind_id integer not null,
  group_key integer not null,
  generation integer default 1 not null,
  base_status smallint not null,
  ignored boolean default false not null,
  archived boolean default false not null,
  exempt_by uuid,
  exempt_until timestamp with time zone,
  removed_at timestamp with time zone,
  critical_issues smallint default 0 not null,
  warning_issues smallint default 0 not null,
  exempt_critical boolean default false not null,
  constraint device_pkey PRIMARY KEY (account_id, device_key),
  constraint device_account_id_device_id_key UNIQUE (account_id, device_id),
  constraint device_check CHECK (((exempt_by IS NULL) = (exempt_until IS NULL))),
  constraint device_exempt_critical CHECK (((NOT exempt_critical) OR (exempt_by IS NOT NULL)))
) with (fillfactor=60);

create table device_check (
  account_id integer not null,
  device_key bigint not null,
  check_name text not null,
  result text not null,
  facts jsonb default '{}'::jsonb not null,
  taken_at timestamp with time zone not null,
  failing_since timestamp with time zone,
  constraint device_check_pkey PRIMARY KEY (account_id, device_key, check_name),
  constraint device_check_check CHECK (((result <> 'fail'::text) OR (failing_since IS NOT NULL))),
  constraint device_check_check1 CHECK (((result <> 'pass'::text) OR (failing_since IS NULL))),
  constraint device_check_result_check CHECK ((result = ANY (ARRAY['pass'::text, 'fail'::text, 'unknown'::text])))
) with (fillfactor=80);

create table device_event (
  account_id integer not null,
  event_id uuid not null,
  device_key bigint not null,
  occurred_at timestamp with time zone not null,
  event text not null,
  action_id uuid,
  details jsonb default '{}'::jsonb not null,
  constraint device_event_pkey PRIMARY KEY (account_id, event_id)
);

create table device_group (
  account_id integer not null,
  group_key integer generated always as identity not null,
  group_id text not null,
  name text not null,
  description text default ''::text not null,
  created_at timestamp with time zone default now() not null,
  modified_at timestamp with time zone default now() not null,
  compliance_policy jsonb,
  compliance_policy_at timestamp with time zone,
  compliance_policy_by text,
  constraint device_group_pkey PRIMARY KEY (account_id, group_key),
  constraint device_group_account_id_group_id_key UNIQUE (account_id, group_id),
  constraint device_group_policy_change CHECK (((compliance_policy_at IS NULL) = (compliance_policy_by IS NULL)))
);

create table device_habit (
  account_id integer not null,
  device_key bigint not null,
  connects bytea not null,
  constraint device_habit_pkey PRIMARY KEY (account_id, device_key),
  constraint device_habit_connects_check CHECK ((length(connects) = 103))
) with (fillfactor=60);

create table device_identity (
  account_id integer not null,
  device_key bigint not null,
  action_id uuid not null,
  "position" integer not null,
  generation integer not null,
  answered_at timestamp with time zone not null,
  identity jsonb not null,
  constraint device_identity_pkey PRIMARY KEY (account_id, device_key, action_id, "position")
);

create table device_kind (
  kind_id integer generated always as identity not null,
  agent_type text not null,
  agent_name text not null,
  agent_version text not null,
  os text not null,
  abilities text[],
  constraint device_kind_pkey PRIMARY KEY (kind_id),
  constraint device_kind_agent_type_agent_name_agent_version_os_abilitie_key UNIQUE NULLS NOT DISTINCT (agent_type, agent_name, agent_version, os, abilities)
);

create table device_link (
  account_id integer not null,
  device_key bigint not null,
  user_name text not null,
  group_name text,
  linked_at timestamp with time zone not null,
  constraint device_link_pkey PRIMARY KEY (account_id, device_key),
  constraint device_link_group_name_check CHECK (((length(group_name) >= 1) AND (length(group_name) <= 256))),
  constraint device_link_user_name_check CHECK (((length(user_name) >= 1) AND (length(user_name) <= 256)))
);

create table device_mac (
  account_id integer not null,
  mac bigint not null,
  device_key bigint not null,
  constraint device_mac_pkey PRIMARY KEY (account_id, mac, device_key),
  constraint device_mac_mac_check CHECK (((mac >= 0) AND (mac <= '281474976710655'::bigint)))
);

create table device_patch (
  account_id integer not null,
  patch_key bigint not null,
  device_key bigint not null,
  security boolean not null,
  missing_since timestamp with time zone not null,
  installed text,
  available text,
  constraint device_patch_pkey PRIMARY KEY (account_id, patch_key, device_key) INCLUDE (security, missing_since)
);

create table device_presence (
  account_id integer not null,
  device_key bigint not null,
  connection bigint default 0 not null,
  online boolean default false not null,
  connected_at timestamp with time zone,
  last_seen timestamp with time zone,
  away_since timestamp with time zone,
  run text,
  former_runs text[] default '{}'::text[] not null,
  constraint device_presence_pkey PRIMARY KEY (account_id, device_key)
) with (fillfactor=60);

create table device_record (
  account_id integer not null,
  device_key bigint not null,
  hwid text,
  hostname text default ''::text not null,
  nickname text default ''::text not null,
  device_type text default 'other'::text not null,
  os_name text default ''::text not null,
  os_version text default ''::text not null,
  public_ip text default ''::text not null,
  user_name text default ''::text not null,
  source text not null,
  agent_key bytea,
  enrolment_token_id uuid,
  inventory jsonb default '{}'::jsonb not null,
  enrolled_at timestamp with time zone default now() not null,
  user_identity jsonb,
  hardware text[] default '{}'::text[] not null,
  constraint device_record_pkey PRIMARY KEY (account_id, device_key),
  constraint device_record_account_id_hwid_key UNIQUE (account_id, hwid)
);

create table duplicate (
  account_id integer not null,
  duplicate_id uuid not null,
  device_key bigint not null,
  found_at timestamp with time zone not null,
  found_by text not null,
  former_status smallint not null,
  known_hardware text[] not null,
  known_run text,
  newcomer_hardware text[] not null,
  newcomer_run text,
  newcomer_hostname text not null,
  newcomer_peer text not null,
  resolved_at timestamp with time zone,
  resolved_by text,
  resolution text,
  keeps text,
  pending boolean default true not null,
  separated_at timestamp with time zone,
  separated_as bigint,
  constraint duplicate_pkey PRIMARY KEY (account_id, duplicate_id),
  constraint duplicate_check CHECK (((resolved_at IS NULL) = (resolution IS NULL))),
  constraint duplicate_check1 CHECK (((keeps IS NOT NULL) = (NOT (resolution IS DISTINCT FROM 'separate'::text)))),
  constraint duplicate_check2 CHECK ((pending OR (resolved_at IS NOT NULL))),
  constraint duplicate_found_by_check CHECK ((found_by = ANY (ARRAY['hello'::text, 'turns'::text, 'enrolment'::text]))),
  constraint duplicate_keeps_check CHECK ((keeps = ANY (ARRAY['known'::text, 'newcomer'::text]))),
  constraint duplicate_resolution_check CHECK ((resolution = ANY (ARRAY['same'::text, 'separate'::text])))
);

create table ended_enrolment (
  account_id integer not null,
  device_key bigint not null,
  generation integer not null,
  agent_key bytea not null,
  action_id uuid not null,
  ended_at timestamp with time zone not null,
  uninstall boolean not null,
  expires_at timestamp with time zone not null,
  told_at timestamp with time zone,
  confirmed_at timestamp with time zone,
  returned_at timestamp with time zone,
  returned_as integer,
  constraint ended_enrolment_pkey PRIMARY KEY (account_id, device_key, generation),
  constraint ended_enrolment_check CHECK ((uninstall OR ((told_at IS NULL) AND (confirmed_at IS NULL)))),
  constraint ended_enrolment_check1 CHECK (((returned_at IS NULL) = (returned_as IS NULL))),
  constraint ended_enrolment_check2 CHECK ((returned_as > generation))
);

create table enrolment_token (
  account_id integer not null,
  token_id uuid not null,
  token_hash bytea not null,
  group_key integer not null,
  description text default ''::text not null,
  uses_left integer not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  separates uuid,
  constraint enrolment_token_pkey PRIMARY KEY (account_id, token_id),
  constraint enrolment_token_token_hash_key UNIQUE (token_hash),
  constraint enrolment_token_uses_left_check CHECK ((uses_left >= 0))
);

create table finding (
  account_id integer not null,
  action_id uuid not null,
  "position" integer not null,
  ordinal integer not null,
  threat_key bigint not null,
  size_bytes bigint,
  area text not null,
  engine text not null,
  path text not null,
  constraint finding_pkey PRIMARY KEY (account_id, action_id, "position", ordinal)
);

create table idempotency_key (
  account_id integer not null,
  principal text not null,
  key text not null,
  request_hash bytea not null,
  status integer,
  content_type text,
  body bytea,
  created_at timestamp with time zone default now() not null,
  constraint idempotency_key_pkey PRIMARY KEY (account_id, principal, key)
);

create table identity_question (
  account_id integer not null,
  question jsonb not null,
  modified_at timestamp with time zone not null,
  constraint identity_question_pkey PRIMARY KEY (account_id)
);

create table migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone default now() not null,
  constraint migration_pkey PRIMARY KEY (name)
);

create table oauth_consent (
  account_id integer not null,
  user_id uuid not null,
  app_id uuid not null,
  scopes text[] not null,
  granted_at timestamp with time zone not null,
  constraint oauth_consent_pkey PRIMARY KEY (account_id, user_id, app_id)
);

create table patch (
  account_id integer not null,
  patch_key bigint generated always as identity not null,
  patch_id text collate "C" not null,
  source text collate "C" not null,
  title text,
  constraint patch_pkey PRIMARY KEY (account_id, patch_key),
  constraint patch_account_id_patch_id_source_key UNIQUE (account_id, patch_id, source)
);

create unlogged table rate_limit_bucket (
  key character varying(255) not null,
  points integer default 0 not null,
  expire bigint,
  constraint rate_limit_bucket_pkey PRIMARY KEY (key)
);

create table refresh_token (
  token_hash bytea not null,
  account_id integer not null,
  family_id uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  replaced_at timestamp with time zone,
  successor_salt bytea,
  constraint refresh_token_pkey PRIMARY KEY (token_hash),
  constraint refresh_token_check CHECK (((successor_salt IS NULL) OR (replaced_at IS NOT NULL)))
);

create table removed_action (
  account_id integer not null,
  action_id uuid not null,
  constraint removed_action_pkey PRIMARY KEY (account_id, action_id)
);

create table report (
  account_id integer not null,
  action_id uuid not null,
  "position" integer not null,
  size_bytes bigint not null,
  received_bytes bigint default 0 not null,
  sha256 bytea not null,
  media_type text not null,
  created_at timestamp with time zone default now() not null,
  completed_at timestamp with time zone,
  constraint report_pkey PRIMARY KEY (account_id, action_id, "position"),
  constraint report_check CHECK (((received_bytes >= 0) AND (received_bytes <= size_bytes))),
  constraint report_sha256_check CHECK ((length(sha256) = 32)),
  constraint report_size_bytes_check CHECK ((size_bytes >= 0))
);

create table report_chunk (
  account_id integer not null,
  action_id uuid not null,
  "position" integer not null,
  start_byte bigint not null,
  bytes bytea not null,
  constraint report_chunk_pkey PRIMARY KEY (account_id, action_id, "position", start_byte)
);

create table retention_run (
  account_id integer not null,
  kind text not null,
  last_run_at timestamp with time zone not null,
  removed bigint not null,
  removed_ever bigint not null,
  constraint retention_run_pkey PRIMARY KEY (account_id, kind)
);

create table saved_view (
  account_id integer not null,
  view_id uuid not null,
  owner text not null,
  page text not null,
  name text not null,
  search text not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  constraint saved_view_pkey PRIMARY KEY (account_id, view_id),
  constraint saved_view_account_id_owner_page_name_key UNIQUE (account_id, owner, page, name)
);

create table scan (
  account_id integer not null,
  action_id uuid not null,
  "position" integer not null,
  device_key bigint not null,
  found_at timestamp with time zone not null,
  engine text not null,
  engine_version text not null,
  database_version text,
  files bigint not null,
  bytes bigint not null,
  findings integer not null,
  findings_left_out bigint not null,
  constraint scan_pkey PRIMARY KEY (account_id, action_id, "position"),
  constraint scan_findings_check CHECK ((findings >= 0)),
  constraint scan_findings_left_out_check CHECK ((findings_left_out >= 0))
);

create table set_up_link (
  account_id integer not null,
  token_hash bytea not null,
  constraint set_up_link_pkey PRIMARY KEY (account_id)
);

create table sign_in_ceremony (
  token_hash bytea not null,
  account_id integer not null,
  kind text not null,
  user_id uuid,
  facts jsonb not null,
  expires_at timestamp with time zone not null,
  constraint sign_in_ceremony_pkey PRIMARY KEY (token_hash)
);

create table sign_in_counter (
  account_id integer not null,
  key text not null,
  attempts integer not null,
  counted_at timestamp with time zone not null,
  locked_until timestamp with time zone,
  constraint sign_in_counter_pkey PRIMARY KEY (account_id, key)
) with (fillfactor=70);

create table target (
  device_key bigint,
  work_key bigint,
  before_exempt_until timestamp with time zone,
  offered_until timestamp with time zone,
  retry_at timestamp with time zone,
  accepted_at timestamp with time zone,
  finish_by timestamp with time zone,
  cancel_by timestamp with time zone,
  ended_at timestamp with time zone,
  account_id integer not null,
  "position" integer not null,
  generation integer default 0 not null,
  before_group_key integer,
  same_as_position integer,
  action_id uuid not null,
  before_exempt_by uuid,
  same_as_action uuid,
  state smallint not null,
  reason smallint default 0 not null,
  progress smallint,
  open boolean default false not null,
  identifier text not null,
  message text,
  result jsonb,
  late_result jsonb,
  deferrals smallint,
  constraint target_pkey PRIMARY KEY (account_id, action_id, "position")
) with (fillfactor=50);

create table threat (
  account_id integer not null,
  threat_key bigint generated always as identity not null,
  sha256 bytea not null,
  signature text not null,
  constraint threat_pkey PRIMARY KEY (account_id, threat_key),
  constraint threat_account_id_sha256_signature_key UNIQUE (account_id, sha256, signature),
  constraint threat_sha256_check CHECK ((length(sha256) = ANY (ARRAY[0, 32])))
);

create table threat_device (
  account_id integer not null,
  threat_key bigint not null,
  device_key bigint not null,
  first_seen timestamp with time zone not null,
  last_seen timestamp with time zone not null,
  action_id uuid not null,
  "position" integer not null,
  ordinal integer not null,
  constraint threat_device_pkey PRIMARY KEY (account_id, threat_key, device_key),
  constraint threat_device_check CHECK ((first_seen <= last_seen))
);

create table token_family (
  account_id integer not null,
  family_id uuid not null,
  app_id uuid not null,
  user_id uuid not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint token_family_pkey PRIMARY KEY (account_id, family_id)
);

create table user_identity (
  account_id integer not null,
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  linked_at timestamp with time zone not null,
  constraint user_identity_pkey PRIMARY KEY (account_id, issuer, subject)
);

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
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  constraint user_passkey_pkey PRIMARY KEY (account_id, passkey_id),
  constraint user_passkey_account_id_credential_id_key UNIQUE (account_id, credential_id)
);

create table user_recovery_code (
  account_id integer not null,
  user_id uuid not null,
  code_hash bytea not null,
  constraint user_recovery_code_pkey PRIMARY KEY (account_id, user_id, code_hash)
);

create table user_session (
  account_id integer not null,
  session_id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  signed_in_by text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  authenticated_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  peer text,
  user_agent text not null,
  constraint user_session_pkey PRIMARY KEY (account_id, session_id),
  constraint user_session_token_hash_key UNIQUE (token_hash)
);

create table webhook (
  account_id integer not null,
  webhook_id uuid not null,
  format text not null,
  url text not null,
  description text default ''::text not null,
  event_types text[] not null,
  secret text not null,
  enabled boolean default true not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  failures_in_row integer default 0 not null,
  switched_off_at timestamp with time zone,
  last_delivered_at timestamp with time zone,
  last_failed_at timestamp with time zone,
  busy_until timestamp with time zone,
  held_until timestamp with time zone,
  constraint webhook_pkey PRIMARY KEY (account_id, webhook_id),
  constraint webhook_check CHECK (((switched_off_at IS NULL) OR (NOT enabled))),
  constraint webhook_event_types_check CHECK ((cardinality(event_types) > 0)),
  constraint webhook_format_check CHECK ((format = ANY (ARRAY['events'::text, 'device_statuses'::text])))
);

create table webhook_delivery (
  account_id integer not null,
  webhook_id uuid not null,
  event_key bigint not null,
  state text default 'waiting'::text not null,
  attempts integer default 0 not null,
  due_at timestamp with time zone,
  ended_at timestamp with time zone,
  last_attempt_at timestamp with time zone,
  last_status smallint,
  last_problem text,
  constraint webhook_delivery_pkey PRIMARY KEY (account_id, webhook_id, event_key),
  constraint webhook_delivery_check CHECK (((state = 'waiting'::text) = (due_at IS NOT NULL))),
  constraint webhook_delivery_check1 CHECK (((state = 'waiting'::text) = (ended_at IS NULL))),
  constraint webhook_delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'dead'::text])))
) with (fillfactor=80);

create table webhook_event (
  account_id integer not null,
  event_key bigint generated always as identity not null,
  event_id uuid not null,
  type text not null,
  occurred_at timestamp with time zone not null,
  data jsonb not null,
  constraint webhook_event_pkey PRIMARY KEY (account_id, event_key),
  constraint webhook_event_account_id_event_id_key UNIQUE (account_id, event_id)
);

create table webhook_watch (
  account_id integer not null,
  action_id uuid not null,
  constraint webhook_watch_pkey PRIMARY KEY (account_id, action_id)
);

alter table access_token add constraint access_token_account_id_app_id_fkey FOREIGN KEY (account_id, app_id) REFERENCES application(account_id, app_id);
alter table access_token add constraint access_token_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);
alter table access_token add constraint access_token_family FOREIGN KEY (account_id, family_id) REFERENCES token_family(account_id, family_id) ON DELETE CASCADE;

alter table action add constraint action_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table agent_release add constraint agent_release_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table agent_release_outcome add constraint agent_release_outcome_account_id_device_key_fkey FOREIGN KEY (account_id, device_key) REFERENCES device(account_id, device_key) ON DELETE CASCADE;
alter table agent_release_outcome add constraint agent_release_outcome_account_id_release_id_fkey FOREIGN KEY (account_id, release_id) REFERENCES agent_release(account_id, release_id) ON DELETE CASCADE;

alter table agent_release_piece add constraint agent_release_piece_account_id_release_id_fkey FOREIGN KEY (account_id, release_id) REFERENCES agent_release(account_id, release_id) ON DELETE CASCADE;

alter table app_user add constraint app_user_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table application add constraint application_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table audit_entry add constraint audit_entry_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table audit_head add constraint audit_head_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table authorization_code add constraint authorization_code_account_id_family_id_fkey FOREIGN KEY (account_id, family_id) REFERENCES token_family(account_id, family_id) ON DELETE CASCADE;

alter table compliance_due add constraint compliance_due_account_id_device_key_fkey FOREIGN KEY (account_id, device_key) REFERENCES device(account_id, device_key) ON DELETE CASCADE;

alter table compliance_run add constraint compliance_run_account_id_group_key_fkey FOREIGN KEY (account_id, group_key) REFERENCES device_group(account_id, group_key) ON DELETE CASCADE;

alter table device add constraint device_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);
alter table device add constraint device_account_id_group_key_fkey FOREIGN KEY (account_id, group_key) REFERENCES device_group(account_id, group_key);
alter table device add constraint device_kind_id_fkey FOREIGN KEY (kind_id) REFERENCES device_kind(kind_id);

alter table device_check add constraint device_check_account_id_device_key_fkey FOREIGN KEY (account_id, device_key) REFERENCES device(account_id, device_key) ON DELETE CASCADE;

alter table device_group add constraint device_group_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table device_habit add constraint device_habit_account_id_device_key_fkey FOREIGN KEY (account_id, device_key) REFERENCES device(account_id, device_key) ON DELETE CASCADE;

alter table device_identity add constraint device_identity_account_id_device_key_fkey FOREIGN KEY (account_id, device_key) REFERENCES device(account_id, device_key) ON DELETE CASCADE;

alter table device_link add constraint device_link_account_id_device_key_fkey FOREIGN KEY (account_id, device_key) REFERENCES device(account_id, device_key) ON DELETE CASCADE;

alter table device_mac add constraint device_mac_account_id_device_key_fkey FOREIGN KEY (account_id, device_key) REFERENCES device(account_id, device_key) ON DELETE CASCADE;

alter table device_presence add constraint device_presence_account_id_device_key_fkey FOREIGN KEY (account_id, device_key) REFERENCES device(account_id, device_key) ON DELETE CASCADE;

alter table device_record add constraint device_record_account_id_device_key_fkey FOREIGN KEY (account_id, device_key) REFERENCES device(account_id, device_key) ON DELETE CASCADE;

alter table duplicate add constraint duplicate_account_id_device_key_fkey FOREIGN KEY (account_id, device_key) REFERENCES device(account_id, device_key) ON DELETE CASCADE;
alter table duplicate add constraint duplicate_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table ended_enrolment add constraint ended_enrolment_account_id_device_key_fkey FOREIGN KEY (account_id, device_key) REFERENCES device(account_id, device_key) ON DELETE CASCADE;
alter table ended_enrolment add constraint ended_enrolment_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table enrolment_token add constraint enrolment_token_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);
alter table enrolment_token add constraint enrolment_token_account_id_group_key_fkey FOREIGN KEY (account_id, group_key) REFERENCES device_group(account_id, group_key);

alter table idempotency_key add constraint idempotency_key_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table identity_question add constraint identity_question_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table oauth_consent add constraint oauth_consent_account_id_app_id_fkey FOREIGN KEY (account_id, app_id) REFERENCES application(account_id, app_id);
alter table oauth_consent add constraint oauth_consent_account_id_user_id_fkey FOREIGN KEY (account_id, user_id) REFERENCES app_user(account_id, user_id) ON DELETE CASCADE;

alter table patch add constraint patch_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table refresh_token add constraint refresh_token_account_id_family_id_fkey FOREIGN KEY (account_id, family_id) REFERENCES token_family(account_id, family_id) ON DELETE CASCADE;

alter table removed_action add constraint removed_action_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table report_chunk add constraint report_chunk_account_id_action_id_position_fkey FOREIGN KEY (account_id, action_id, "position") REFERENCES report(account_id, action_id, "position") ON DELETE CASCADE;

alter table retention_run add constraint retention_run_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table saved_view add constraint saved_view_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table scan add constraint scan_account_id_action_id_position_fkey FOREIGN KEY (account_id, action_id, "position") REFERENCES report(account_id, action_id, "position") ON DELETE CASCADE;

alter table set_up_link add constraint set_up_link_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table sign_in_ceremony add constraint sign_in_ceremony_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);
alter table sign_in_ceremony add constraint sign_in_ceremony_account_id_user_id_fkey FOREIGN KEY (account_id, user_id) REFERENCES app_user(account_id, user_id) ON DELETE CASCADE;

alter table sign_in_counter add constraint sign_in_counter_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table threat add constraint threat_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table token_family add constraint token_family_account_id_app_id_fkey FOREIGN KEY (account_id, app_id) REFERENCES application(account_id, app_id);
alter table token_family add constraint token_family_account_id_user_id_fkey FOREIGN KEY (account_id, user_id) REFERENCES app_user(account_id, user_id) ON DELETE CASCADE;

alter table user_identity add constraint user_identity_account_id_user_id_fkey FOREIGN KEY (account_id, user_id) REFERENCES app_user(account_id, user_id) ON DELETE CASCADE;

alter table user_passkey add constraint user_passkey_account_id_user_id_fkey FOREIGN KEY (account_id, user_id) REFERENCES app_user(account_id, user_id) ON DELETE CASCADE;

alter table user_recovery_code add constraint user_recovery_code_account_id_user_id_fkey FOREIGN KEY (account_id, user_id) REFERENCES app_user(account_id, user_id) ON DELETE CASCADE;

alter table user_session add constraint user_session_account_id_user_id_fkey FOREIGN KEY (account_id, user_id) REFERENCES app_user(account_id, user_id) ON DELETE CASCADE;

alter table webhook add constraint webhook_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table webhook_delivery add constraint webhook_delivery_account_id_event_key_fkey FOREIGN KEY (account_id, event_key) REFERENCES webhook_event(account_id, event_key) ON DELETE CASCADE;
alter table webhook_delivery add constraint webhook_delivery_account_id_webhook_id_fkey FOREIGN KEY (account_id, webhook_id) REFERENCES webhook(account_id, webhook_id) ON DELETE CASCADE;

alter table webhook_event add constraint webhook_event_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

alter table webhook_watch add constraint webhook_watch_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id);

CREATE INDEX access_token_by_application ON public.access_token USING btree (account_id, app_id);
CREATE INDEX access_token_by_expiry ON public.access_token USING btree (expires_at);
CREATE INDEX access_token_by_family ON public.access_token USING btree (account_id, family_id) WHERE (family_id IS NOT NULL);

CREATE INDEX action_brake_watched ON public.action USING btree (account_id, action_id) WHERE ((brake_failed_percent IS NOT NULL) AND (brake_ended_at IS NULL));
CREATE INDEX action_by_time ON public.action USING btree (account_id, created_at DESC, action_id DESC);
CREATE INDEX action_by_work ON public.action USING btree (account_id, work_key, deliver_by) WHERE (work_key IS NOT NULL);
CREATE INDEX action_delivery_end ON public.action USING btree (deliver_by) WHERE ((deliver_by IS NOT NULL) AND (delivery_ended_at IS NULL));
CREATE INDEX action_lease_end ON public.action USING btree (lease_until) WHERE ((lease_until IS NOT NULL) AND (lease_ended_at IS NULL));

CREATE INDEX agent_release_on_offer ON public.agent_release USING btree (account_id, platform, published_at DESC) WHERE ((published_at IS NOT NULL) AND (withdrawn_at IS NULL));

CREATE INDEX agent_release_outcome_by_device ON public.agent_release_outcome USING btree (account_id, device_key);

CREATE UNIQUE INDEX app_user_by_email ON public.app_user USING btree (account_id, lower(email));

CREATE INDEX audit_entry_by_action ON public.audit_entry USING btree (account_id, action_id) WHERE (action_id IS NOT NULL);
CREATE INDEX audit_entry_by_device ON public.audit_entry USING btree (account_id, device_key) WHERE (device_key IS NOT NULL);

CREATE INDEX authorization_code_by_family ON public.authorization_code USING btree (account_id, family_id);

CREATE INDEX compliance_due_by_time ON public.compliance_due USING btree (due_at);

CREATE INDEX device_live ON public.device USING btree (account_id, device_key) WHERE ((removed_at IS NULL) AND (NOT archived));

CREATE INDEX device_event_by_device ON public.device_event USING btree (account_id, device_key);
CREATE INDEX device_event_by_time ON public.device_event USING btree (account_id, occurred_at DESC, event_id DESC);

CREATE INDEX device_mac_by_device ON public.device_mac USING btree (account_id, device_key, mac);

CREATE INDEX device_patch_by_device ON public.device_patch USING btree (account_id, device_key, patch_key);

CREATE INDEX device_record_by_enrolment ON public.device_record USING btree (account_id, enrolled_at, device_key);
CREATE INDEX device_record_by_hardware ON public.device_record USING gin (hardware);
CREATE INDEX device_record_by_hostname ON public.device_record USING btree (account_id, lower(hostname), device_key);

CREATE UNIQUE INDEX duplicate_pending ON public.duplicate USING btree (account_id, device_key) WHERE pending;

CREATE INDEX ended_enrolment_by_time ON public.ended_enrolment USING btree (account_id, ended_at DESC, device_key DESC, generation DESC);

CREATE INDEX idempotency_key_by_age ON public.idempotency_key USING btree (created_at);

CREATE INDEX refresh_token_by_family ON public.refresh_token USING btree (account_id, family_id);
CREATE UNIQUE INDEX refresh_token_current ON public.refresh_token USING btree (account_id, family_id) WHERE (replaced_at IS NULL);

CREATE INDEX report_by_time ON public.report USING btree (account_id, completed_at) WHERE (completed_at IS NOT NULL);

CREATE INDEX scan_by_device ON public.scan USING btree (account_id, device_key, found_at, action_id, "position");

CREATE INDEX sign_in_ceremony_by_expiry ON public.sign_in_ceremony USING btree (expires_at);

CREATE INDEX sign_in_counter_by_age ON public.sign_in_counter USING btree (counted_at);

CREATE INDEX target_by_device ON public.target USING btree (account_id, action_id, device_key);
CREATE UNIQUE INDEX target_open ON public.target USING btree (account_id, device_key, work_key) WHERE open;

CREATE INDEX threat_by_signature ON public.threat USING btree (account_id, signature, threat_key);

CREATE INDEX threat_device_by_device ON public.threat_device USING btree (account_id, device_key, threat_key);
CREATE INDEX threat_device_by_source ON public.threat_device USING btree (account_id, action_id, "position");
CREATE INDEX threat_device_by_time ON public.threat_device USING btree (account_id, last_seen, threat_key);

CREATE INDEX token_family_by_user ON public.token_family USING btree (account_id, user_id, app_id);

CREATE INDEX user_identity_by_user ON public.user_identity USING btree (account_id, user_id);

CREATE INDEX user_passkey_by_user ON public.user_passkey USING btree (account_id, user_id);

CREATE INDEX user_session_by_expiry ON public.user_session USING btree (expires_at);
CREATE INDEX user_session_by_user ON public.user_session USING btree (account_id, user_id);

CREATE UNIQUE INDEX webhook_callback ON public.webhook USING btree (account_id) WHERE (format = 'device_statuses'::text);

CREATE INDEX webhook_delivery_by_event ON public.webhook_delivery USING btree (account_id, event_key);
CREATE INDEX webhook_delivery_dead ON public.webhook_delivery USING btree (account_id, webhook_id) WHERE (state = 'dead'::text);
CREATE INDEX webhook_delivery_due ON public.webhook_delivery USING btree (account_id, webhook_id, due_at) WHERE (state = 'waiting'::text);

CREATE INDEX webhook_event_by_time ON public.webhook_event USING btree (occurred_at);

CREATE OR REPLACE FUNCTION public.append_audit_entry(account integer, at timestamp with time zone, event_name text, channel_name text, action uuid, device bigint, entry text)
 RETURNS bigint
 LANGUAGE sql
AS $function$
  with head as (
    update audit_head
    set sequence = sequence + 1,
        hash = sha256(hash || int8send(sequence + 1) || convert_to(entry, 'UTF8'))
    where account_id = account
    returning sequence, hash
  )
  insert into audit_entry (account_id, sequence, occurred_at, event, channel, action_id, device_key, content, hash)
  select account, head.sequence, at, event_name, channel_name, action, device, entry, head.hash from head
  returning sequence
$function$;

CREATE OR REPLACE FUNCTION public.device_status(base_status smallint, ignored boolean, exempt_until timestamp with time zone, exempt_critical boolean, warning_issues smallint, at timestamp with time zone)
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ignored THEN (5)::smallint WHEN (base_status = ANY (ARRAY[(3)::smallint, (4)::smallint])) THEN base_status WHEN ((exempt_until > at) AND (NOT (exempt_critical AND (warning_issues > 0)))) THEN (2)::smallint ELSE base_status END;

CREATE OR REPLACE FUNCTION public.note_connect(connects bytea, quarter_hour integer, weekday integer)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT set_byte(set_byte(counts.kept, note_connect.quarter_hour, (get_byte(counts.kept, note_connect.quarter_hour) + 1)), (96 + note_connect.weekday), (get_byte(counts.kept, (96 + note_connect.weekday)) + 1)) AS set_byte FROM (SELECT CASE WHEN (get_byte(note_connect.connects, (96 + note_connect.weekday)) < 16) THEN note_connect.connects ELSE (SELECT string_agg(set_byte('\x00'::bytea, 0, (get_byte(note_connect.connects, place.place) / 2)), '\x'::bytea ORDER BY place.place) AS string_agg FROM generate_series(0, 102) place(place)) END AS kept) counts);
