-- Lists by enrolment, the oldest first. It changes when a device enrols anew, and at no other time.
create index device_record_by_enrolment on device_record (account_id, enrolled_at, device_key);

-- Whom an integration said the device belongs to (Link User); agents do not write it.
alter table device_record
  add column linked_user text check (length(linked_user) between 1 and 256),
  add column linked_group text check (length(linked_group) between 1 and 256),
  add constraint device_record_linked check (linked_group is null or linked_user is not null);
