// Who may import whom: ARCHITECTURE.md has the picture. `npm run imports` checks it over packages/*/src without the
// tests, which may reach for everything. A rule of the shape "only these" names what is allowed, so that a new folder
// or package is refused until somebody decides.

const server = '^packages/server/src/'
const folder = (...names) => `${server}(${names.join('|')})/`
const file = (...names) => `${server}(${names.join('|')})[.]ts$`
const npm = (...names) => `(^|/)node_modules/(@types/)?(${names.join('|')})/`
const core = '^packages/core/src/'

// Facts and helpers of the server that belong to no layer; below, a layer names those that it may use.
const caller = file('caller', 'services', 'refusal', 'token-holder')
const routes = file('route')
const helpers = file('sha256', 'uuid-v7', 'peer-address', 'is-database-away', 'session-cookie', 'html')

/** @type {(name: string, from: string, allowed: string[], comment: string, builtins?: boolean) => object} */
const only = (name, from, allowed, comment, { builtins = true } = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: [from, ...allowed], ...(builtins && { dependencyTypesNot: ['core'] }) },
})

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Type imports are left out: they vanish before the program runs, and tie no two modules together.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment:
        'Every module is reached from a program; what only a test reaches is dead. (Scripts make schema.sql and the package, and start servers with node-flags.)',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/main[.]tsx?$' },
      to: {
        path: '^packages/[^/]+/src/',
        pathNot: ['/main[.]tsx?$', '/agent/src/service/helper-units[.]ts$', file('db/schema-text', 'node-flags')],
        reachable: false,
      },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-tests-in-production',
      comment: 'What ships imports neither tests nor the tools that only development installs.',
      severity: 'error',
      from: {},
      to: { path: '^(tests|bench|scripts)/' },
    },
    {
      name: 'declared-dependencies-only',
      comment:
        'Each package lists what it imports; nothing rides on what another one brought. Types may come from the root.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },

    only(
      'core-is-pure',
      core,
      [npm('typebox')],
      'Core runs in server, browser, agent and command line alike: no I/O, no Node.js, the schema library only.',
      { builtins: false },
    ),
    only(
      'client-stands-alone',
      '^packages/client/src/',
      [],
      'It runs in any browser and on any Node.js, outside of this repository too: nothing but what both have.',
      { builtins: false },
    ),
    only(
      'db-imports-core',
      folder('db'),
      [core, caller, helpers, npm('pg', 'pg-types', 'rate-limiter-flexible')],
      'Below operations. The rate limiter lives here because it keeps its counts in PostgreSQL.',
    ),
    {
      name: 'sql-libraries-only-in-db',
      comment:
        'Elsewhere at most the type of a pool: services.ts holds one, observe/metrics.ts counts its connections. The ' +
        'database is opened in db/pool.ts.',
      severity: 'error',
      from: { path: '^packages/', pathNot: folder('db') },
      to: { path: npm('pg', 'pg-types', 'rate-limiter-flexible'), dependencyTypesNot: ['type-only'] },
    },
    only(
      'operations-import-core-and-db',
      folder('operations'),
      [
        core,
        folder('db', 'observe'),
        caller,
        helpers,
        npm('typebox', 'lru-cache', 'pino', 'yazl'),
        // How people prove who they are.
        npm('@node-rs/argon2', 'otpauth', '@simplewebauthn/server'),
      ],
      'What the server can do knows no HTTP and no versions.',
    ),
    ...['wire', 'native-api', 'agent-channel', 'oauth', 'openid', 'remediation'].map((name) =>
      only(
        `${name}-imports-operations`,
        folder(name),
        [
          core,
          folder('operations'),
          caller,
          routes,
          helpers,
          npm('typebox'),
          // Get Reports hands out what reports/ knows by name.
          ...(name === 'wire' ? [folder('reports')] : []),
          ...(name === 'oauth' ? [npm('@node-oauth/oauth2-server')] : []),
          ...(name === 'openid' ? [npm('openid-client')] : []),
          // Sockets are this folder's own, and it hears on the bus what operations have committed.
          ...(name === 'agent-channel' ? [file('bus'), npm('ws', 'lru-cache', 'pino')] : []),
        ],
        'A way in translates; it never touches the database, and never another way in.',
      ),
    ),
    only(
      'reports-import-operations',
      folder('reports'),
      [core, folder('operations', 'db'), caller],
      'A report finds its data through operations, or through a query of its own name in db/reports.',
    ),
    only(
      'jobs-import-operations',
      folder('jobs'),
      [core, folder('operations', 'db', 'observe'), caller, npm('pino')],
      'A job does what an operation does, on a clock. It counts its runs, hence observe.',
    ),
    only(
      'http-imports-core',
      folder('http'),
      [core, folder('observe'), caller, routes, helpers, npm('fastify', '@fastify/[^/]+', 'typebox')],
      'Carries requests to routes, and knows none of them.',
    ),
    {
      name: 'web-framework-only-in-http',
      severity: 'error',
      from: { path: '^packages/', pathNot: folder('http') },
      to: { path: npm('fastify', '@fastify/[^/]+') },
    },
    only(
      'observe-stands-alone',
      folder('observe'),
      [core, caller, routes, npm('pino', 'prom-client', 'pg')],
      'Logger and metrics. The pool that it watches is a type only.',
    ),
    {
      name: 'only-the-root-knows-all',
      comment:
        'app.ts composes; main.ts starts it. Nobody imports the composition root, or he would import everything.',
      severity: 'error',
      from: { path: '^packages/', pathNot: file('app', 'main') },
      to: { path: file('app') },
    },
    {
      name: 'top-level-files-look-down',
      comment: 'Caller, route, services and the like are what layers share: of a layer they know types at most.',
      severity: 'error',
      from: { path: `${server}[^/]+[.]ts$`, pathNot: [file('app', 'main'), '[.]test[.]ts$'] },
      to: {
        path: `${server}[^/]+/`,
        // The data directory is made in the way that the embedded database needs it.
        pathNot: folder('db/embedded-postgres'),
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'server-stays-in-the-server',
      comment: 'Agent and command line speak to a server over HTTP; `muster serve` starts one as a process of its own.',
      severity: 'error',
      from: { path: '^packages/(agent|cli|client|console|core)/' },
      to: { path: '^packages/server/' },
    },
    {
      name: 'agent-knows-core-only',
      severity: 'error',
      from: { path: '^packages/agent/' },
      to: { path: '^packages/(?!core/|server/)', pathNot: '^packages/agent/' },
    },
    {
      name: 'cli-and-console-know-core-and-client',
      severity: 'error',
      from: { path: '^packages/(cli|console)/' },
      to: { path: '^packages/(?!core/|client/|server/)', pathNot: '^packages/$1/' },
    },
  ],
  options: {
    exclude: { path: '[.]test[.]ts$|^packages/(client|console)/dist' },
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    combinedDependencies: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
