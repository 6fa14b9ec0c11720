import { realpath } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { CommandFailure } from '../../handlers/handler.ts'
import { type BytePath, toBuffer, toBytePath } from '../byte-path.ts'
import type { Listed, ScanArea } from '../scan-item.ts'
import { listBoot } from './list-boot.ts'
import { listMemory } from './list-memory.ts'
import { listPrograms } from './list-programs.ts'
import { systemVolumePath } from './read-volumes.ts'
import { borderOf, type Volume, volumeOf, volumesOf } from './volumes.ts'
import { walk } from './walk.ts'

export interface AreaTools {
  readonly volumes: readonly Volume[]
  /** The scan's own directory: not scanned, and where copies may lie. */
  readonly work: string
  readonly signal: AbortSignal
  /** Says in a sentence what of the area could not be covered. */
  readonly note: (area: ScanArea, sentence: string) => void
}

/** What an area consists of. */
export async function* listArea(area: Exclude<ScanArea, 'path'>, tools: AreaTools): AsyncGenerator<Listed> {
  const { volumes, work, signal, note } = tools
  const system = systemVolumePath()
  switch (area) {
    case 'memory':
      if (process.platform === 'linux') return yield* listMemory(volumes, signal)
      note(area, 'On this system only the programs of running processes are scanned, not what else they map.')
      return yield* listPrograms()
    case 'boot':
      if (process.platform === 'linux') return yield* listBoot(work)
      return note(area, 'Boot records are scanned on Linux only.')
    case 'system':
      return yield* walkVolume(area, system, volumeOf(volumes, system), tools)
    case 'portable':
    case 'additional': {
      const found = volumesOf(volumes, area, system)
      if (found.length === 0) note(area, 'There is no such volume.')
      for (const volume of found) yield* walkVolume(area, volume.point, volume, tools)
    }
  }
}

/** The path as asked; a link that it leads through is followed, one below it is not. @throws where there is none */
export async function resolvePath(path: string): Promise<BytePath> {
  if (!isAbsolute(path)) throw new CommandFailure('agent_error', `The path is not an absolute one: ${path}`)
  return realpath(toBuffer(toBytePath(path)), { encoding: 'latin1' }).catch((error: NodeJS.ErrnoException) => {
    const problem = error.code === 'ENOENT' ? 'There is no such path on this device' : 'The path cannot be reached'
    throw new CommandFailure('agent_error', `${problem}: ${path}`)
  })
}

/** One path, on the volume on which it lies. */
export async function* listPath(path: BytePath, tools: AreaTools): AsyncGenerator<Listed> {
  const volume = volumeOf(tools.volumes, path)
  if (volume === undefined || volume.kind === 'local') return yield* walkVolume('path', path, volume, tools)
  tools.note('path', 'The path lies on a file system that is not scanned.')
  yield { area: 'path', path, reason: `${volume.kind}_file_system` }
}

function walkVolume(area: ScanArea, start: BytePath, volume: Volume | undefined, tools: AreaTools) {
  const { volumes, work, signal } = tools
  const border = volume === undefined ? () => undefined : borderOf(volumes, volume)
  const hasSubvolumes = volume?.type === 'btrfs' || volume?.type === 'bcachefs'
  return walk(start, { area, border, hasSubvolumes, except: toBytePath(work), signal })
}
