import type { DeviceActionVersion } from './device-action-version.ts'
import { renderStatusList } from './render-status-list.ts'
import { wordsOf } from './vocabulary.ts'

export const v3_1: DeviceActionVersion = {
  name: '3.1',
  path: '/o/api/v3.1/devices/action',
  words: wordsOf('3.1'),
  edition: 'original',
  renderAnswer: renderStatusList,
}
