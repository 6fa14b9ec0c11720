import assert from 'node:assert/strict'
import { appendFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { type CheckoutCopy, copyCheckout } from './support/copy-checkout.ts'

let copy: CheckoutCopy

beforeEach(async () => {
  copy = await copyCheckout()
})

afterEach(() => copy.remove())

/** One forbidden import for each rule: where it is planted, and what is written there. */
const faults: readonly [rule: string, file: string, line: string][] = [
  ['core-is-pure', 'core/src/error-code.ts', `import 'node:fs'`],
  ['core-is-pure', 'core/src/device/facts.ts', `import 'pino'`],
  ['client-stands-alone', 'client/src/pause.ts', `import 'node:timers'`],
  ['client-stands-alone', 'client/src/pause.ts', `import '@muster/core/error-code.ts'`],
  ['db-imports-core', 'server/src/db/log.ts', `import '../observe/logger.ts'`],
  ['sql-libraries-only-in-db', 'server/src/operations/page.ts', `import 'pg'`],
  ['sql-libraries-only-in-db', 'server/src/http/rate-limit.ts', `import 'rate-limiter-flexible'`],
  ['operations-import-core-and-db', 'server/src/operations/conflict.ts', `import '../http/request-id.ts'`],
  ['wire-imports-operations', 'server/src/wire/read-body.ts', `import '../db/pool.ts'`],
  ['wire-imports-operations', 'server/src/wire/read-option.ts', `import '../native-api/render-outcomes.ts'`],
  ['native-api-imports-operations', 'server/src/native-api/device-query.ts', `import '../db/pool.ts'`],
  ['agent-channel-imports-operations', 'server/src/agent-channel/hub.ts', `import '../oauth/routes.ts'`],
  ['oauth-imports-operations', 'server/src/oauth/oauth-context.ts', `import '../db/pool.ts'`],
  ['remediation-imports-operations', 'server/src/remediation/style.ts', `import '../db/pool.ts'`],
  ['reports-import-operations', 'server/src/reports/agent-log.ts', `import '../wire/read-body.ts'`],
  ['jobs-import-operations', 'server/src/jobs/retention.ts', `import '../http/request-id.ts'`],
  ['http-imports-core', 'server/src/http/redact-url.ts', `import '../operations/page.ts'`],
  ['web-framework-only-in-http', 'server/src/config.ts', `import 'fastify'`],
  ['observe-stands-alone', 'server/src/observe/logger.ts', `import '../db/pool.ts'`],
  ['only-the-root-knows-all', 'server/src/native-api/routes.ts', `import '../app.ts'`],
  ['top-level-files-look-down', 'server/src/refusal.ts', `import './operations/page.ts'`],
  ['server-stays-in-the-server', 'agent/src/log.ts', `import '@muster/server/config.ts'`],
  ['server-stays-in-the-server', 'core/src/csv/neutral-cell.ts', `import '@muster/server/config.ts'`],
  ['cli-and-console-know-core-and-client', 'console/src/search.ts', `import '@muster/agent/log.ts'`],
  ['server-stays-in-the-server', 'console/src/theme.ts', `import '@muster/server/config.ts'`],
  ['declared-dependencies-only', 'console/src/search.ts', `import 'fast-check'`],
  ['cli-and-console-know-core-and-client', 'cli/src/failure.ts', `import '@muster/agent/log.ts'`],
  ['agent-knows-core-only', 'agent/src/log.ts', `import '@muster/client/index.ts'`],
  ['no-tests-in-production', 'server/src/uuid-v7.ts', `import '../../../tests/support/fleet.ts'`],
  ['declared-dependencies-only', 'agent/src/version.ts', `import 'fast-check'`],
  ['resolvable', 'server/src/route.ts', `import './nowhere.ts'`],
  ['no-orphans', 'core/src/nobody-imports-this.ts', `export const nothing = 0`],
]

test('each rule of who may import whom raises its alarm', async () => {
  for (const [, file, line] of faults) await appendFile(join(copy.path, 'packages', file), `\n${line}\n`)
  await plantCycle()

  const { status, output } = copy.run('scripts/check-imports.ts')

  assert.equal(status, 1)
  for (const [rule, file] of faults) {
    const alarm = rule === 'no-orphans' ? `→ packages/${file}` : `packages/${file} →`
    const raised = output.split('\n').some((line) => line.startsWith(`${rule}: `) && line.includes(alarm))
    assert.ok(raised, `no alarm from ${rule} for ${file}:\n${output}`)
  }
  assert.match(output, /^no-cycles: /m)
})

test('a check that reads next to no modules fails, whatever it finds', async () => {
  for (const name of ['server', 'agent', 'cli']) await rm(join(copy.path, 'packages', name), { recursive: true })

  const { status, output } = copy.run('scripts/check-imports.ts')

  assert.equal(status, 1)
  assert.match(output, /^Only \d+ modules were read/m)
})

async function plantCycle(): Promise<void> {
  const folder = join(copy.path, 'packages/server/src/operations')
  await appendFile(join(folder, 'storable-json.ts'), `\nimport './work-key.ts'\n`)
  await appendFile(join(folder, 'work-key.ts'), `\nimport './storable-json.ts'\n`)
}
