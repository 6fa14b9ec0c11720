import type { DeviceActionVersion } from './device-action-version.ts'
import { renderStatusList } from './render-status-list.ts'
import { wordsOf } from './vocabulary.ts'

export const v3_3: DeviceActionVersion = {
  name: '3.3',
  path: '/o/api/v3.3/devices/action',
  words: wordsOf('3.3'),
  edition: 'narrowed',
  renderAnswer: renderStatusList,
}
