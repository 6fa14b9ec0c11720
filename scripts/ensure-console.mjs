// Builds the console where it is missing or older than its sources; else done in some milliseconds. Plain JavaScript, as
// it also runs before `npm start`, on whatever Node.js the machine has; the build itself runs on the project's own.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const console_ = join(root, 'packages', 'console')
const built = join(console_, 'dist')
const sources = [
  ...['src', 'build', 'public', 'index.html', 'package.json', 'vite.config.ts'].map((name) => join(console_, name)),
  join(root, 'packages', 'client', 'src'),
  join(root, 'packages', 'core', 'src'),
  join(root, 'package-lock.json'),
]

/** @throws Error when the build fails; what it wrote is on standard error */
export function ensureConsole() {
  const page = join(built, 'index.html')
  if (existsSync(page) && statSync(page).mtimeMs >= newest(sources)) return
  process.stderr.write('Building the console …\n')
  // Beside the old one, and swapped when it is whole: a build that fails or is killed leaves what there was.
  const fresh = `${built}-${process.pid}`
  const own = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const result = spawnSync(
    existsSync(own) ? own : process.execPath,
    [vite, 'build', '--logLevel', 'warn', '--emptyOutDir', '--outDir', fresh],
    { cwd: console_, stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'production' } },
  )
  if (result.status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw new Error('The console could not be built; see the message above.')
  }
  swap(fresh)
}

function swap(fresh) {
  const old = `${built}-old-${process.pid}`
  try {
    if (existsSync(built)) renameSync(built, old)
    renameSync(fresh, built)
  } catch (error) {
    // Somebody else built it at the same moment: his is as good.
    if (!existsSync(join(built, 'index.html'))) throw error
    rmSync(fresh, { recursive: true, force: true })
  }
  rmSync(old, { recursive: true, force: true })
}

/** Time of the youngest file in them, in milliseconds. */
function newest(paths) {
  let latest = 0
  for (const path of paths) {
    const stat = statSync(path)
    const own = stat.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : stat.mtimeMs
    if (own > latest) latest = own
  }
  return latest
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    ensureConsole()
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}
