import { spawnSync } from 'node:child_process'
import { cp, mkdir, readdir, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { templateVariable } from '../../support/database.ts'
import { makeScratchDirectory } from '../../support/scratch-directory.ts'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface CheckoutCopy {
  readonly path: string
  /** Runs one of its scripts with this Node.js. */
  run(...args: string[]): { status: number | null; output: string }
  remove(): Promise<void>
}

/** A copy of this checkout to plant faults in. Its packages are its own; what npm installed is shared. */
export async function copyCheckout(): Promise<CheckoutCopy> {
  const scratch = await makeScratchDirectory()
  const path = join(scratch.path, 'checkout')
  await cp(root, path, { recursive: true, filter: (source) => !leftOut.has(basename(source)) })
  await linkModules(join(root, 'node_modules'), join(path, 'node_modules'))
  for (const name of await readdir(join(path, 'packages'))) {
    await link(join(path, 'packages', name), join(path, 'node_modules', '@muster', name))
  }
  return {
    path,
    run: (...args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        cwd: path,
        encoding: 'utf8',
        env: { ...process.env, MUSTER_TEST_DATABASE_URL: process.env[templateVariable] },
      })
      return { status, output: stdout + stderr }
    },
    remove: scratch.remove,
  }
}

const leftOut = new Set(['node_modules', '.git', 'coverage'])

async function linkModules(from: string, to: string): Promise<void> {
  await mkdir(to)
  for (const name of await readdir(from)) {
    if (name !== '@muster') await symlink(join(from, name), join(to, name))
  }
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await symlink(target, path)
}
