import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { arch, release, version } from 'node:os'
import type { Inventory } from '@muster/core/agent/inventory.ts'

type OperatingSystem = Inventory['os']

export function readOperatingSystem(): OperatingSystem {
  const architecture = arch()
  switch (process.platform) {
    case 'linux':
      return { family: 'linux', architecture, ...readLinux(readOsRelease()) }
    case 'darwin':
      return { family: 'mac', name: 'macOS', version: readMacVersion(), architecture }
    case 'win32':
      return { family: 'windows', name: version(), version: release(), architecture }
    default:
      return { family: 'other', name: process.platform, version: release(), architecture }
  }
}

/** Reads the fields of an os-release file (freedesktop.org). */
export function readLinux(osRelease: string): { name: string; version: string } {
  const field = (key: string) =>
    new RegExp(`^${key}=(["']?)(.*)\\1$`, 'm').exec(osRelease)?.[2]?.replace(/\\(.)/g, '$1') ?? ''
  return { name: field('NAME') || 'Linux', version: field('VERSION_ID') || release() }
}

function readOsRelease(): string {
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      // The next one.
    }
  }
  return ''
}

function readMacVersion(): string {
  try {
    return execFileSync('sw_vers', ['-productVersion'], { encoding: 'utf8', timeout: 10_000 }).trim()
  } catch {
    return release()
  }
}
