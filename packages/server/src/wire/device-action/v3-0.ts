import type { DeviceActionVersion } from './device-action-version.ts'
import { renderStatusObject } from './render-status-object.ts'
import { wordsOf } from './vocabulary.ts'

export const v3_0: DeviceActionVersion = {
  name: '3.0',
  path: '/o/api/v3/devices/action',
  words: wordsOf('3.0'),
  edition: 'original',
  renderAnswer: renderStatusObject,
}
