import type { RuleEdition } from '@muster/core/action/action-type.ts'
import type { AppliedAction } from '../../operations/apply-action.ts'
import type { DeviceActionVersionName, WireWord } from './wire-word.ts'

/** All that one version of Device Action 3 has of its own. */
export interface DeviceActionVersion {
  readonly name: DeviceActionVersionName
  readonly path: string
  readonly words: ReadonlyMap<string, WireWord>
  /** Which rules its callers are judged by. */
  readonly edition: RuleEdition
  readonly renderAnswer: (applied: AppliedAction, word: WireWord) => Promise<Buffer>
}
