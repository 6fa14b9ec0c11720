import { createHash } from 'node:crypto'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { bundleAgent } from './bundle.ts'
import { makeDebianPackage, packageName } from './debian/make-package.ts'
import { licencesOf } from './licences.ts'
import { makeExecutable } from './make-executable.ts'

export interface PackagedAgent {
  readonly executable: string
  /** Undefined on a system that has no such packages. */
  readonly debianPackage: string | undefined
  readonly checksums: string
}

const debianArchitectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/** Writes the agent for the platform that this runs on: the executable, a Debian package of it, and their SHA-256. */
export async function packageAgent(version: string, out: string): Promise<PackagedAgent> {
  const { code, inputs } = await bundleAgent(version)
  const made = await makeExecutable(code)
  mkdirSync(out, { recursive: true })
  const executable = join(out, process.platform === 'win32' ? 'muster-agent.exe' : 'muster-agent')
  // A file that runs cannot be written to; it can be replaced.
  rmSync(executable, { force: true })
  copyFileSync(made, executable)
  chmodSync(executable, 0o755)
  const architecture = process.platform === 'linux' ? debianArchitectures[process.arch] : undefined
  const debianPackage =
    architecture === undefined ? undefined : join(out, `${packageName}_${version}_${architecture}.deb`)
  if (debianPackage !== undefined) {
    const content = {
      version,
      architecture: architecture!,
      executable: readFileSync(executable),
      licences: licencesOf(inputs),
      at: Number(process.env.SOURCE_DATE_EPOCH ?? Math.floor(Date.now() / 1000)),
    }
    writeFileSync(debianPackage, makeDebianPackage(content))
  }
  const checksums = join(out, 'SHA256SUMS')
  writeFileSync(
    checksums,
    [executable, debianPackage]
      .filter((path) => path !== undefined)
      .map(lineOf)
      .join(''),
  )
  return { executable, debianPackage, checksums }
}

function lineOf(path: string): string {
  return `${createHash('sha256').update(readFileSync(path)).digest('hex')}  ${basename(path)}\n`
}
