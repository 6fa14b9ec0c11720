import { noParams, readExemptParams, readGroupParams, readScanParams } from './read-params.ts'
import { type DeviceActionVersionName, knownSince, type WireWord } from './wire-word.ts'

/** The words of the vendor's Device Action 3. Where a word is the same as our type's name, so is its meaning. */
const words: readonly WireWord[] = [
  { word: 'exempt', since: '3.0', type: 'exempt', readParams: readExemptParams },
  { word: 'unexempt', since: '3.0', type: 'unexempt', readParams: noParams },
  { word: 'ignore', since: '3.0', type: 'ignore', readParams: noParams },
  { word: 'unignore', since: '3.0', type: 'unignore', readParams: noParams },
  { word: 'delete', since: '3.0', type: 'delete', readParams: noParams },
  { word: 'dhcprenew', since: '3.0', type: 'dhcprenew', readParams: noParams },
  { word: 're-identify', since: '3.0', type: 're-identify', readParams: noParams },
  { word: 'assign_to_group', since: '3.0', type: 'assign_to_group', readParams: readGroupParams },
  { word: 'fetch_agent_log', since: '3.1', type: 'fetch_agent_log', readParams: noParams, showsCommandId: true },
  { word: 'scan_threats', since: '3.2', type: 'scan_threats', readParams: readScanParams, showsCommandId: true },
]

/** The words that a version knows, by themselves. */
export function wordsOf(version: DeviceActionVersionName): ReadonlyMap<string, WireWord> {
  return new Map(words.filter(({ since }) => knownSince(since, version)).map((word) => [word.word, word]))
}
