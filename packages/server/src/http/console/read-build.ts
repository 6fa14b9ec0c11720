import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

/** One file of the built console, with what was compressed when it was built. */
export interface BuiltFile {
  readonly type: string
  readonly plain: Buffer
  readonly br?: Buffer | undefined
  readonly gzip?: Buffer | undefined
}

export interface ConsoleBuild {
  /** The document of every page; `{{style-nonce}}` stands in it for a nonce. */
  readonly document: string
  /** By their address, such as `/assets/index-Dq3x.js`. */
  readonly files: ReadonlyMap<string, BuiltFile>
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The whole of it, into memory: some megabytes; so no request ever becomes a path. Undefined: it was not built. */
export function readConsoleBuild(directory: string): ConsoleBuild | undefined {
  const names = listFiles(directory)
  if (!names.includes('index.html')) return undefined
  const files = new Map<string, BuiltFile>()
  for (const name of names) {
    const type = types[extname(name)]
    if (type === undefined) continue
    const readBeside = (ending: string) =>
      names.includes(name + ending) ? readFileSync(join(directory, name + ending)) : undefined
    files.set(`/${name.split(sep).join('/')}`, {
      type,
      plain: readFileSync(join(directory, name)),
      br: readBeside('.br'),
      gzip: readBeside('.gz'),
    })
  }
  return { document: readFileSync(join(directory, 'index.html'), 'utf8'), files }
}

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
