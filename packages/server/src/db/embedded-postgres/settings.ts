/** PostgreSQL settings by name, as `-c name=value` takes them. */
export type Settings = Record<string, string | number | boolean>

/** For a server that shares a small machine with everything else: the defaults of PostgreSQL, save where said. */
const defaults: Settings = {
  max_connections: 100,
  shared_buffers: '192MB',
  huge_pages: 'try',
  effective_cache_size: '1GB',
  max_wal_size: '2GB',
  wal_compression: true,
  // Compiling pays on reports of seconds, and costs on everything else here.
  jit: false,
  // Solid-state storage: reading somewhere else costs hardly more than reading on.
  random_page_cost: 1.1,
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: false,
  log_line_prefix: '%m [%p] ',
  cluster_name: 'muster',
}

/** The arguments of `postgres`: the defaults, the caller's settings over them, and what is not to be changed. */
export function toArguments(dataDirectory: string, socketDirectory: string, settings: Settings): string[] {
  const all: Settings = {
    ...defaults,
    ...settings,
    listen_addresses: '',
    port: 5432,
    // The list is separated by commas and knows quotes.
    unix_socket_directories: `"${socketDirectory.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    logging_collector: false,
  }
  return ['-D', dataDirectory, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${toText(value)}`])]
}

function toText(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)
}
