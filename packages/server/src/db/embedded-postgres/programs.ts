import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import type { Log } from '../log.ts'
import type { Identity } from './identity.ts'
import { copyPackagedPrograms, findPackagedPrograms, restoreLibraryLinks } from './packaged-programs.ts'

/** PostgreSQL's programs, tried: `postgres` runs as the user it is meant for. */
export type Programs = { postgres: string; initdb: string; version: string; major: number }

type Trial = { programs: Programs } | { problem: string }

const oldestMajor = 15

/**
 * Finds programs that run here: those of the npm package, a copy of them where the server's user cannot reach them
 * (or their library links cannot be restored in place), else those of the system.
 * @param options.major the major version that existing data asks for
 */
export async function findPrograms(options: {
  identity: Identity
  copyTo: string[]
  major: number | undefined
  log?: Log | undefined
}): Promise<Programs> {
  const problems: string[] = []
  for await (const trial of tryAll(options.identity, options.copyTo)) {
    const problem = 'problem' in trial ? trial.problem : judge(trial.programs, options.major)
    if (problem === undefined && 'programs' in trial) {
      if (problems.length > 0)
        options.log?.warn({ problems, using: trial.programs.postgres }, 'PostgreSQL found elsewhere')
      return trial.programs
    }
    if (problem !== undefined) problems.push(problem)
  }
  throw new Error(
    `No PostgreSQL that can run here:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n` +
      `Set DATABASE_URL to a PostgreSQL server of your own, install PostgreSQL ${options.major ?? `${oldestMajor} or newer`} ` +
      'on this system, or repair the packages with npm ci.',
  )
}

/** The environment of PostgreSQL's programs: nothing of ours, where a PGPORT or a locale would change what they do. */
export const programEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

async function* tryAll(identity: Identity, copyTo: string[]): AsyncGenerator<Trial> {
  const packaged = findPackagedPrograms()
  if ('problem' in packaged) {
    yield packaged
  } else {
    const links = await restoreLibraryLinks(packaged.directory)
    const inPlace = links ?? tryPrograms(join(packaged.directory, 'bin'), identity)
    yield inPlace
    for (const place of copyTo) {
      const copied = await copyPackagedPrograms(packaged, place)
      yield typeof copied === 'string' ? tryPrograms(join(copied, 'bin'), identity) : copied
    }
  }
  for (const directory of systemDirectories()) yield tryPrograms(directory, identity)
}

function tryPrograms(directory: string, identity: Identity): Trial {
  const postgres = join(directory, 'postgres')
  const initdb = join(directory, 'initdb')
  if (!existsSync(initdb)) return { problem: `${initdb} is missing` }
  const result = spawnSync(postgres, ['--version'], {
    ...identity,
    cwd: '/',
    env: programEnvironment,
    encoding: 'utf8',
    timeout: 10_000,
  })
  const version = /\(PostgreSQL\) (\S+)/.exec(result.stdout ?? '')?.[1]
  if (result.status === 0 && version !== undefined) {
    return { programs: { postgres, initdb, version, major: Number.parseInt(version, 10) } }
  }
  return { problem: `${postgres} does not run${identity ? ` as uid ${identity.uid}` : ''}: ${explain(result)}` }
}

function explain(result: { error?: Error; status: number | null; signal: string | null; stderr: string }): string {
  const code = (result.error as NodeJS.ErrnoException | undefined)?.code
  if (code === 'EACCES') return 'permission denied, in the file itself or in a directory above it'
  if (code === 'ENOENT') return 'it was built for another kind of system (its loader is missing)'
  return code ?? (result.stderr.trim().split('\n')[0] || `ended with ${result.signal ?? result.status}`)
}

function judge(programs: Programs, major: number | undefined): string | undefined {
  if (major !== undefined && programs.major !== major) {
    return `${programs.postgres} is PostgreSQL ${programs.major}, the data were made by PostgreSQL ${major}`
  }
  if (programs.major < oldestMajor)
    return `${programs.postgres} is PostgreSQL ${programs.version}, older than ${oldestMajor}`
  return undefined
}

// Newest first; where there is a choice, Debian's and Red Hat's own places before whatever is on the path.
function systemDirectories(): string[] {
  const versioned = '/usr/lib/postgresql'
  const debian = existsSync(versioned)
    ? readdirSync(versioned)
        .sort((one, other) => Number.parseFloat(other) - Number.parseFloat(one))
        .map((name) => join(versioned, name, 'bin'))
    : []
  const onPath = (process.env.PATH ?? '').split(delimiter).map((place) => join(place, 'postgres'))
  return [...debian.map((place) => join(place, 'postgres')), ...onPath]
    .filter((path) => path.startsWith('/') && existsSync(path))
    .map((path) => dirname(realpathSync(path)))
    .filter((place, index, all) => all.indexOf(place) === index)
}
