-- Lists by enrolment, the oldest first. It changes when a device enrols anew, and at no other time.
create index device_record_by_enrolment on device_record (account_id, enrolled_at, device_key);

-- Personal data: whom an integration said the device belongs to (Link User). It goes when the device is deleted.
create table device_link (
  account_id integer not null,
  device_key bigint not null,
  user_name text not null check (length(user_name) between 1 and 256),
  group_name text check (length(group_name) between 1 and 256),
  linked_at timestamptz not null,
  primary key (account_id, device_key),
  foreign key (account_id, device_key) references device on delete cascade
);
