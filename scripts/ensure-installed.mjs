// Runs before every npm script, on whatever Node.js the machine has (18 or newer): installs the
// locked dependencies, the project's own Node.js among them, when they are missing or out of date.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const installed = join(root, 'node_modules', '.package-lock.json')
const lock = join(root, 'package-lock.json')

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  process.stderr.write('Installing the locked dependencies (npm ci) …\n')
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  // The system's Node.js may be older than what the packages ask for; they run on the one installed here.
  const result = spawnSync(npm[0], [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && npm.length === 1,
  })
  if (result.status !== 0) {
    process.stderr.write(
      'npm ci failed; see its message above. The npm registry must be reachable for the first run.\n',
    )
    process.exit(result.status ?? 1)
  }
}
