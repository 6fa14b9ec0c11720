import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { listDirectory, readText } from '../../read-or-nothing.ts'
import { type Finding, passIf, type Sources } from '../finding.ts'

/** Whether the system says so (Debian and its kin), or a newer kernel than the one that runs is installed. */
export async function checkRebootPending({ root }: Sources): Promise<Finding> {
  const required = existsSync(join(root, 'run/reboot-required'))
  const packages = readText(join(root, 'run/reboot-required.pkgs')).split('\n').filter(Boolean)
  const running = readText(join(root, 'proc/sys/kernel/osrelease'))
  // A directory without its modules is what an uninstalled kernel left behind.
  const installed = listDirectory(join(root, 'lib/modules')).filter((name) =>
    existsSync(join(root, 'lib/modules', name, 'modules.dep')),
  )
  const newest = newerKernel(running, installed)
  return passIf(!required && newest === undefined, {
    required,
    kernel_running: running,
    ...(newest !== undefined && { kernel_installed: newest }),
    ...(packages.length > 0 && { packages: [...new Set(packages)].slice(0, 50).map((name) => name.slice(0, 128)) }),
  })
}

/** The newest of the same flavour (`-generic`, `-cloud-amd64`) where it is newer than the one that runs. */
export function newerKernel(running: string, installed: readonly string[]): string | undefined {
  const flavour = flavourOf(running)
  const alike = installed.filter((name) => flavourOf(name) === flavour).sort(compareKernels)
  // One that runs without its modules being there is not from here: a container's, or a machine's that brings its own.
  const newest = installed.includes(running) ? alike.at(-1) : undefined
  return newest !== undefined && compareKernels(newest, running) > 0 ? newest : undefined
}

function flavourOf(release: string): string {
  return /-([a-z][\w-]*)$/i.exec(release)?.[1] ?? ''
}

function compareKernels(a: string, b: string): number {
  const [left, right] = [a, b].map((release) => (release.match(/\d+/g) ?? []).map(Number))
  for (let index = 0; index < Math.max(left!.length, right!.length); index += 1) {
    const difference = (left![index] ?? -1) - (right![index] ?? -1)
    if (difference !== 0) return difference
  }
  return 0
}
