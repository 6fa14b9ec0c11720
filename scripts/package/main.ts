import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { packageAgent } from './agent.ts'
import { root } from './bundle.ts'

// npm run package -- agent [--out DIR] [--version V]
// One file that runs without Node.js, and a Debian package of it.

const usage = `npm run package -- agent [--out DIR] [--version V] [--platform P]

Writes muster-agent, its Debian package (on Linux) and SHA256SUMS to DIR (default: dist).
V is the version that the agent says it is (default: that of packages/agent/package.json).`

const here = `${process.platform}-${process.arch}`

process.exitCode = await run().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  return 1
})

async function run(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string', default: 'dist' },
      version: { type: 'string', default: ownVersion() },
      platform: { type: 'string', default: here },
    },
  })
  if (positionals.length !== 1 || positionals[0] !== 'agent') throw new Error(usage)
  const { out, version, platform } = values
  if (!/^\d{1,9}(\.\d{1,9}){1,3}([-+~][A-Za-z0-9.+~]+)?$/.test(version)) {
    throw new Error(`"${version}" is no version of an agent; write it as 1.4.0`)
  }
  if (platform !== here) {
    throw new Error(
      `This is ${here}: the executable holds the Node.js of the machine that makes it. For ${platform}, run the same ` +
        'command on such a machine (macOS needs its codesign, and a certificate of yours where others shall run it; ' +
        'Windows its signtool afterwards).',
    )
  }
  const made = await packageAgent(version, resolve(root, out))
  for (const path of [made.executable, made.debianPackage]) {
    if (path !== undefined) process.stdout.write(`${path}  ${(statSync(path).size / 1e6).toFixed(1)} MB\n`)
  }
  process.stdout.write(`${made.checksums}\n`)
  return 0
}

function ownVersion(): string {
  const text = readFileSync(join(root, 'packages', 'agent', 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
