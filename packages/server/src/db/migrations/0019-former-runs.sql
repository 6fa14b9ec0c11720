-- The starts of the agent behind earlier connections, the latest first, eight at most: of an agent that was started
-- again none of them returns; of copies that take turns, however many they are, one does.
alter table device_presence drop column former_run, add column former_runs text[] not null default '{}';
