import { type BytePath, isWithin, joinPath } from '../byte-path.ts'
import type { SkipReason } from '../scan-item.ts'
import { type FileSystemKind, kindOfFileSystem } from './file-system-kind.ts'
import type { Mount } from './read-mounts.ts'

/** A mounted file system, with what a scan must know of it. */
export interface Volume extends Mount {
  readonly kind: FileSystemKind
  readonly portable: boolean
}

/** The volume that holds a path. */
export function volumeOf(volumes: readonly Volume[], path: BytePath): Volume | undefined {
  return volumes
    .filter(({ point }) => isWithin(path, point))
    .reduce<Volume | undefined>(
      (deepest, one) => (deepest && deepest.point.length > one.point.length ? deepest : one),
      undefined,
    )
}

/** Those of an area: portable ones, or the other local ones beside the system's. Nothing of a file system comes twice. */
export function volumesOf(volumes: readonly Volume[], area: 'portable' | 'additional', systemPath: BytePath): Volume[] {
  const system = volumeOf(volumes, systemPath)
  const local = volumes.filter((volume) => volume.kind === 'local')
  return local.filter((volume, index) => {
    if (volume === system || volume.portable !== (area === 'portable')) return false
    return !local.some((other, otherIndex) => other !== volume && shows(other, volume, otherIndex < index))
  })
}

/** Whether all of a mount is seen at another one too; of two that show the same, the earlier. */
function shows(other: Volume, volume: Volume, isEarlier: boolean): boolean {
  if (other.device !== volume.device || !isWithin(volume.root, other.root)) return false
  return other.root !== volume.root || isEarlier
}

/**
 * What keeps a walk on its volume: the reason why it does not go into a directory, undefined where it does. A directory
 * that is mounted onto itself is no border.
 */
export function borderOf(volumes: readonly Volume[], home: Volume): (path: BytePath) => SkipReason | undefined {
  const others = new Map(volumes.map((volume) => [volume.point, volume]))
  return (path) => {
    const other = others.get(path)
    if (other === undefined || other === home) return undefined
    if (other.kind === 'pseudo') return 'pseudo_file_system'
    if (other.kind === 'network') return 'network_file_system'
    const ownPlace = joinPath(home.root, path.slice(home.point === '/' ? 1 : home.point.length + 1))
    return other.device === home.device && other.root === ownPlace ? undefined : 'other_file_system'
  }
}

export function withKind(mount: Mount, portable: boolean): Volume {
  return { ...mount, kind: kindOfFileSystem(mount.type, mount.source), portable }
}
