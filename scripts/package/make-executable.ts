import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from './bundle.ts'
import { pruneCache } from './prune-cache.ts'

/** What Node looks for in its own file; of Node's documentation of single executables. */
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'
const cache = join(root, 'node_modules', '.cache', 'muster-agent')

/**
 * Puts the script into a copy of the Node.js that runs this, and returns the file's path. One that was made of the
 * same script and the same Node.js before is taken again: it lies below node_modules/.cache.
 */
export async function makeExecutable(code: string): Promise<string> {
  const path = join(cache, keyOf(code), 'muster-agent')
  if (existsSync(path)) return path
  mkdirSync(cache, { recursive: true })
  const work = await mkdtemp(join(cache, 'work-'))
  try {
    build(work, code)
    mkdirSync(dirname(path), { recursive: true })
    renameSync(join(work, 'muster-agent'), path)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  pruneCache(cache)
  return path
}

function build(work: string, code: string): void {
  const file = (name: string) => join(work, name)
  writeFileSync(file('muster-agent.cjs'), code)
  const settings = {
    main: file('muster-agent.cjs'),
    output: file('muster-agent.blob'),
    disableExperimentalSEAWarning: true,
    useCodeCache: true,
  }
  writeFileSync(file('sea.json'), JSON.stringify(settings))
  execFileSync(process.execPath, ['--experimental-sea-config', file('sea.json')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  copyFileSync(process.execPath, file('muster-agent'))
  chmodSync(file('muster-agent'), 0o755)
  strip(file('muster-agent'))
  inject(file('muster-agent'), file('muster-agent.blob'))
  if (process.platform === 'darwin') execFileSync('codesign', ['--sign', '-', file('muster-agent')])
}

/** By postject's program, as it warns of sections that a stripped file has not. Its complaint is shown when it fails. */
function inject(executable: string, blob: string): void {
  const program = createRequire(import.meta.url).resolve('postject/dist/cli.js')
  const words = [executable, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', fuse]
  if (process.platform === 'darwin') words.push('--macho-segment-name', 'NODE_SEA')
  execFileSync(process.execPath, [program, ...words], { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Before injecting: afterwards it would damage the file. Symbols are a third of it. */
function strip(path: string): void {
  if (process.platform === 'win32') return
  if (process.platform === 'darwin') execFileSync('codesign', ['--remove-signature', path])
  try {
    execFileSync('strip', [path], { stdio: 'ignore' })
  } catch {
    process.stderr.write('There is no "strip" (binutils): the executable stays a third larger than it need be.\n')
  }
}

function keyOf(code: string): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify(['1', process.version, process.platform, process.arch, statSync(process.execPath).size]))
  return hash.update(code).digest('hex').slice(0, 32)
}
