import type { DeviceActionVersion } from './device-action-version.ts'
import { renderStatusList } from './render-status-list.ts'
import { wordsOf } from './vocabulary.ts'

export const v3_2: DeviceActionVersion = {
  name: '3.2',
  path: '/o/api/v3.2/devices/action',
  words: wordsOf('3.2'),
  edition: 'narrowed',
  renderAnswer: renderStatusList,
}
