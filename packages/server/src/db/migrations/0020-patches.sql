-- Updates of the operating system that devices lack, by what their agents say in the check os_updates (its facts stay in
-- device_check): asked for by update and by device. docs/adr/0020 says why they have tables of their own.

-- An update that some device lacked once: written once, so that agents who say the same do not wait in line.
create table patch (
  account_id integer not null references account,
  patch_key bigint generated always as identity,
  -- As its vendor calls it: a KB number, a package, a label. By bytes, whatever the database's language is.
  patch_id text collate "C" not null,
  -- What knew of it: windows_update, softwareupdate, apt, dnf. The same id of two sources is two updates.
  source text collate "C" not null,
  -- In the words of the device that told first.
  title text,
  primary key (account_id, patch_key),
  unique (account_id, patch_id, source)
);

-- Who lacks it now. No foreign keys, as with threat_device; rows of removed devices stay, and count again when they return.
create table device_patch (
  account_id integer not null,
  patch_key bigint not null,
  device_key bigint not null,
  security boolean not null,
  -- By our clock; a newer version of the same update does not begin it anew.
  missing_since timestamptz not null,
  installed text,
  available text,
  -- What counting reads comes with the key: it never looks at the rows.
  primary key (account_id, patch_key, device_key) include (security, missing_since)
);
create index device_patch_by_device on device_patch (account_id, device_key, patch_key);
