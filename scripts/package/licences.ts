import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './bundle.ts'

interface Part {
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly text: string
}

/**
 * What the executable holds of others, with their licences in full: Node.js with all that is in it, and the packages
 * in the bundle. @throws where a package says no licence, or brings no text of it
 */
export function licencesOf(inputs: readonly string[]): string {
  const directories = new Set(inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []))
  const parts = [...directories].sort().map((directory) => readPart(join(root, directory)))
  const own = readFileSync(join(root, 'LICENSE'), 'utf8')
  return [
    'muster-agent\n\nCopyright of the Muster authors, licensed under the Apache License 2.0. It is one file that holds',
    'the parts below as well; each is followed by its licence.\n',
    ...parts.map(({ name, version, licence }) => `  ${name} ${version} (${licence})`),
    `  Node.js ${process.versions.node} (MIT, and those of its parts)\n`,
    section('muster-agent', own),
    ...parts.map(({ name, version, text }) => section(`${name} ${version}`, text)),
    section(`Node.js ${process.versions.node}`, readFileSync(findNodeLicence(), 'utf8')),
  ].join('\n')
}

function section(title: string, text: string): string {
  return `${'='.repeat(80)}\n${title}\n${'='.repeat(80)}\n\n${text.trim()}\n`
}

function readPart(directory: string): Part {
  const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    name: string
    version: string
    license?: string
  }
  const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry))
  if (license === undefined || file === undefined) throw new Error(`${name} ${version} brings no licence`)
  return { name, version, licence: license, text: readFileSync(join(directory, file), 'utf8') }
}

/** Beside the program in the packages that npm brings; in the directory above elsewhere. */
function findNodeLicence(): string {
  const places = ['LICENSE', '../LICENSE', '../share/doc/nodejs/LICENSE', '../share/doc/node/LICENSE']
  const found = places.map((place) => join(dirname(process.execPath), place)).find((path) => existsSync(path))
  if (found === undefined) throw new Error(`There is no licence of Node.js beside ${process.execPath}. Run "npm ci".`)
  return found
}
