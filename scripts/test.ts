import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { templateVariable } from '../tests/support/database.ts'
import { costsVariable, type FileCost } from '../tests/support/note-cost.ts'
import { type ProcessGroup, startInGroup } from '../tests/support/process-group.ts'
import { makeScratchDirectory } from '../tests/support/scratch-directory.ts'
import { createTemplate } from '../tests/support/template.ts'
import { openTestServer } from '../tests/support/test-server.ts'

// npm test [-- file, folder, pattern or --flag=value …]
// Runs the tests on a PostgreSQL of their own, or on the one that MUSTER_TEST_DATABASE_URL names (a superuser's
// address; databases are made and dropped there).

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const compileCache = join(root, 'node_modules', '.cache', 'compile')
/** Fewer files than this are a run that one looks through. */
const costsShown = 12
const everyTest = ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts']

type Counts = { tests: number; passed: number; failed: number; cancelled: number; skipped: number; todo: number }

let runner: ProcessGroup | undefined
let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupted = true
    runner?.interrupt()
  })
}

const args = process.argv.slice(2)
const patterns = toPatterns()
process.exitCode = await runOnDatabase()

async function runOnDatabase(): Promise<number> {
  const server = await openTestServer()
  try {
    const template = await createTemplate(server.url)
    try {
      return interrupted ? 1 : await runTests(template.url)
    } finally {
      await template.drop()
    }
  } finally {
    await server.stop()
  }
}

async function runTests(templateUrl: string): Promise<number> {
  const scratch = await makeScratchDirectory()
  try {
    const countsPath = join(scratch.path, 'counts.json')
    const costsPath = join(scratch.path, 'costs.jsonl')
    runner = startInGroup(process.execPath, [...toRunnerFlags(countsPath), ...patterns], {
      cwd: root,
      // Hundreds of processes read the same sources: they are stripped of their types and compiled once.
      env: {
        NODE_COMPILE_CACHE: compileCache,
        // A look at this machine takes seconds of its processor; tests of it ask for it.
        MUSTER_AGENT_CHECK_SECONDS: '0',
        ...process.env,
        [templateVariable]: templateUrl,
        [costsVariable]: costsPath,
      },
    })
    const status = await runner.ended
    const counts = await readCounts(countsPath)
    process.stdout.write(`${toCostLines(await readCosts(costsPath))}${toLine(counts)}\n`)
    const failed = counts.failed + counts.cancelled > 0 || counts.passed === 0
    return status !== 0 ? status : failed || interrupted ? 1 : 0
  } finally {
    await scratch.remove()
  }
}

function toRunnerFlags(countsPath: string): string[] {
  const flags = args.filter((arg) => arg.startsWith('-'))
  const reporter = join(root, 'tests', 'support', 'run-reporter.ts')
  return [
    '--test',
    `--import=${pathToFileURL(join(root, 'tests', 'support', 'note-cost.ts')).href}`,
    // A third of what they do is waiting.
    `--test-concurrency=${availableParallelism() + 2}`,
    '--test-timeout=300000',
    `--test-reporter=${process.env.CI ? 'dot' : 'spec'}`,
    '--test-reporter-destination=stdout',
    `--test-reporter=${reporter}`,
    `--test-reporter-destination=${countsPath}`,
    ...flags,
  ]
}

function toPatterns(): string[] {
  const named = args.filter((arg) => !arg.startsWith('-'))
  if (named.length === 0) return everyTest
  return named.map((arg) => {
    const path = resolve(root, arg)
    if (existsSync(path)) return statSync(path).isDirectory() ? `${arg.replace(/\/+$/, '')}/**/*.test.ts` : arg
    if (/[*?[{]/.test(arg)) return arg
    throw new Error(`There is no ${arg} to test. (Write a flag's value after an equals sign: --test-name-pattern=…)`)
  })
}

async function readCounts(path: string): Promise<Counts> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const none = { tests: 0, passed: 0, failed: 0, cancelled: 0, skipped: 0, todo: 0 }
  return text === '' ? none : (JSON.parse(text) as Counts)
}

async function readCosts(path: string): Promise<FileCost[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as FileCost)
}

/** Where the time of a long run goes, the dearest first. */
function toCostLines(costs: readonly FileCost[]): string {
  if (costs.length <= costsShown) return ''
  const format = ({ file, processorSeconds, wallSeconds }: FileCost) =>
    `${processorSeconds.toFixed(1).padStart(8)} s of processor, ${wallSeconds.toFixed(1).padStart(6)} s in all  ${file}\n`
  const dearest = costs.toSorted((a, b) => b.processorSeconds - a.processorSeconds).slice(0, costsShown)
  const sum = costs.reduce((total, { processorSeconds }) => total + processorSeconds, 0)
  return `${dearest.map(format).join('')}${sum.toFixed(1).padStart(8)} s of processor in ${costs.length} files, without the database\n`
}

function toLine(counts: Counts): string {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  return `${counts.passed} passed, ${counts.failed + counts.cancelled} failed${skipped}`
}
