-- Devices by their number, of those that are listed: a far page is found in the index alone. Few statements change what
-- it is about (a deletion, archiving), so other changes of a device do not write it again.
create index device_live on device (account_id, device_key) where removed_at is null and not archived;

-- The addresses of many devices, in order, from the index alone: a fifth of what a look at each device's rows costs.
drop index device_mac_by_device;
create index device_mac_by_device on device_mac (account_id, device_key, mac);
