import { defaultDataDirectory } from './data-directory.ts'
import type { OpenIdSettings } from './services.ts'
import { readAddresses, readChoice, readFile, readInteger, readRoles, readText, readUrl } from './setting-readers.ts'

/** One setting: its variable, what it means, and how its text is read. docs/settings.md is generated from the list. */
interface Setting<Value> {
  readonly variable: string
  readonly meaning: string
  /** As a person would write it; absent: not set. */
  readonly default?: string
  /** Throws a sentence that says what is wrong. */
  readonly read: (text: string) => Value
}

export const settings = {
  dataDirectory: setting('MUSTER_DATA_DIR', 'Directory of everything the server keeps', readText, {
    described: "`/var/lib/muster` as root, else the user's data directory",
  }),
  host: setting('MUSTER_HOST', 'Address to listen on', readText, { default: '127.0.0.1' }),
  port: setting('MUSTER_PORT', 'Port to listen on; 0 takes a free one', readInteger(0, 65_535), { default: '7300' }),
  publicUrl: setting('MUSTER_PUBLIC_URL', 'Under which clients and agents reach this server', readUrl, {
    described: 'the address it listens on',
  }),
  databaseUrl: setting(
    'DATABASE_URL',
    'PostgreSQL of your own (15 or newer), `postgresql://user:password@host:5432/database`',
    readText,
    { described: 'the embedded one' },
  ),
  databaseConnections: setting('MUSTER_DATABASE_CONNECTIONS', 'Most connections to the database', readInteger(3, 500), {
    default: '12',
  }),
  tlsCertificate: setting('MUSTER_TLS_CERT', 'File with the TLS certificate chain (PEM)', readFile, {}),
  tlsKey: setting('MUSTER_TLS_KEY', 'File with the private key of the certificate (PEM)', readFile, {}),
  trustedProxies: setting(
    'MUSTER_TRUSTED_PROXIES',
    'Addresses or CIDRs, separated by commas, of the proxies whose X-Forwarded-For is believed',
    readAddresses,
    { default: '' },
  ),
  rateLimitPerMinute: setting(
    'MUSTER_RATE_LIMIT',
    'Requests a minute to each wire API, an account',
    readInteger(1, 1_000_000),
    { default: '10' },
  ),
  rateLimitStore: setting(
    'MUSTER_RATE_LIMIT_STORE',
    '`postgres`: all nodes share the count; `memory`: each node counts alone',
    readChoice('postgres', 'memory'),
    { default: 'postgres' },
  ),
  tokenLifetimeSeconds: setting(
    'MUSTER_TOKEN_LIFETIME',
    'Seconds until an access token expires',
    readInteger(60, 31_536_000),
    {
      default: '43200',
    },
  ),
  refreshTokenLifetimeSeconds: setting(
    'MUSTER_REFRESH_TOKEN_LIFETIME',
    'Seconds until a refresh token expires that is not used; each use gives a new one',
    readInteger(60, 31_536_000),
    { default: '2592000' },
  ),
  sessionIdleSeconds: setting(
    'MUSTER_SESSION_IDLE',
    'Seconds without a request after which a console session ends',
    readInteger(60, 2_592_000),
    { default: '43200' },
  ),
  sessionLifetimeSeconds: setting(
    'MUSTER_SESSION_LIFETIME',
    'Seconds after which a console session ends in any case',
    readInteger(60, 31_536_000),
    { default: '604800' },
  ),
  openIdIssuer: setting(
    'MUSTER_OIDC_ISSUER',
    'OpenID provider that people may sign in by, such as `https://login.example.com/realms/staff`',
    readUrl,
    {},
  ),
  openIdClientId: setting('MUSTER_OIDC_CLIENT_ID', 'What this server is called at the OpenID provider', readText, {}),
  openIdClientSecret: setting(
    'MUSTER_OIDC_CLIENT_SECRET',
    'The secret for it; without one the server is a public client, with PKCE alone',
    readText,
    {},
  ),
  openIdScopes: setting('MUSTER_OIDC_SCOPES', 'What is asked of the OpenID provider', readText, {
    default: 'openid email profile',
  }),
  openIdName: setting('MUSTER_OIDC_NAME', 'Name of the OpenID provider on the button', readText, {
    default: 'company account',
  }),
  openIdRoleClaim: setting('MUSTER_OIDC_ROLE_CLAIM', 'Claim with the groups that `MUSTER_OIDC_ROLES` names', readText, {
    default: 'groups',
  }),
  openIdRoles: setting(
    'MUSTER_OIDC_ROLES',
    'Which group has which role, `it-admins=administrator,help-desk=operator`; set at every sign-in, the highest counts',
    readRoles,
    { default: '' },
  ),
  openIdRoleOfOthers: setting(
    'MUSTER_OIDC_DEFAULT_ROLE',
    'Role of whoever the OpenID provider knows and `MUSTER_OIDC_ROLES` does not',
    readChoice('viewer', 'operator', 'administrator'),
    { described: 'they may not come in' },
  ),
  targetsMax: setting('MUSTER_TARGETS_MAX', 'Most identifiers in one action', readInteger(1, 1_000_000), {
    default: '100000',
  }),
  bodyBytesMax: setting('MUSTER_BODY_BYTES_MAX', 'Largest request body, in bytes', readInteger(65_536, 1_073_741_824), {
    default: '33554432',
  }),
  reportBytesMax: setting(
    'MUSTER_REPORT_BYTES_MAX',
    'Largest report that an agent may upload, in bytes',
    readInteger(1_048_576, 4_294_967_296),
    { default: '67108864' },
  ),
  webhookPrivateAddresses: setting(
    'MUSTER_WEBHOOK_PRIVATE_ADDRESSES',
    'Webhooks to addresses of this machine and of private networks: `refused` or `allowed`',
    readChoice('refused', 'allowed'),
    { default: 'refused' },
  ),
  webhookPlainHttp: setting(
    'MUSTER_WEBHOOK_PLAIN_HTTP',
    'Webhooks to `http://`: `refused` or `allowed`',
    readChoice('refused', 'allowed'),
    { default: 'refused' },
  ),
  logLevel: setting(
    'MUSTER_LOG_LEVEL',
    'Least severe level that is logged',
    readChoice('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    { default: 'info' },
  ),
}

type Settings = typeof settings
type Read<S> = S extends Setting<infer Value> ? Value : never

export type Config = {
  readonly [Key in Exclude<keyof Settings, OptionalSetting>]: Read<Settings[Key]>
} & { readonly [Key in OptionalSetting]: Read<Settings[Key]> | undefined }

type OptionalSetting =
  | 'publicUrl'
  | 'databaseUrl'
  | 'tlsCertificate'
  | 'tlsKey'
  | 'openIdIssuer'
  | 'openIdClientId'
  | 'openIdClientSecret'
  | 'openIdRoleOfOthers'

/** @throws one error that names every setting at fault, with its remedy */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = []
  const config: Record<string, unknown> = {}
  for (const [key, { variable, read, default: preset }] of Object.entries(settings) as [string, Setting<unknown>][]) {
    const given = environment[variable]
    const text = given === undefined || given === '' ? preset : given
    try {
      config[key] = text === undefined ? undefined : read(text)
    } catch (error) {
      problems.push(`${variable}: ${(error as Error).message}`)
    }
  }
  config.dataDirectory ??= defaultDataDirectory(environment)
  if ((config.tlsCertificate === undefined) !== (config.tlsKey === undefined)) {
    problems.push('MUSTER_TLS_CERT and MUSTER_TLS_KEY go together: set both or neither')
  }
  if ((config.openIdIssuer === undefined) !== (config.openIdClientId === undefined)) {
    problems.push('MUSTER_OIDC_ISSUER and MUSTER_OIDC_CLIENT_ID go together: set both or neither')
  }
  problems.push(...unknownVariables(environment))
  if (problems.length > 0) throw new Error(`Settings that cannot be used:\n  ${problems.join('\n  ')}`)
  return config as Config
}

/** Undefined where nobody signs in by an OpenID provider. */
export function openIdSettingsOf(config: Config): OpenIdSettings | undefined {
  const { openIdIssuer: issuer, openIdClientId: clientId } = config
  if (issuer === undefined || clientId === undefined) return undefined
  return {
    issuer,
    clientId,
    clientSecret: config.openIdClientSecret,
    scopes: config.openIdScopes,
    name: config.openIdName,
    roleClaim: config.openIdRoleClaim,
    roles: config.openIdRoles,
    roleOfOthers: config.openIdRoleOfOthers,
  }
}

/** A misspelt setting that silently did nothing would be found out too late. Other programs' prefixes are their own. */
function unknownVariables(environment: NodeJS.ProcessEnv): string[] {
  const known = new Set(Object.values(settings).map(({ variable }) => variable))
  const others = /^MUSTER_(AGENT_|TEST_|URL$|TOKEN$|SERVER$|PROPERTY_|BENCH_)/
  return Object.keys(environment)
    .filter((name) => name.startsWith('MUSTER_') && !known.has(name) && !others.test(name))
    .map((name) => `${name}: no such setting; docs/settings.md lists them`)
}

function setting<Value>(
  variable: string,
  meaning: string,
  read: (text: string) => Value,
  { default: preset, described }: { default?: string; described?: string },
): Setting<Value> & { readonly described?: string } {
  return {
    variable,
    meaning,
    read,
    ...(preset === undefined ? {} : { default: preset }),
    ...(described === undefined ? {} : { described }),
  }
}
