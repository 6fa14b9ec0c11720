import { Type } from 'typebox'
import { defineActionType } from '../action-type.ts'
import { applies, doesNotApply } from '../applicability.ts'

/** Shows an ignored device again. */
export const unignore = defineActionType({
  name: 'unignore',
  label: 'Stop ignoring',
  params: Type.Object({}),
  appliesTo: ({ status }) => (status === 'ignored' ? applies : doesNotApply('ignored_devices_only')),
  effect: () => ({ kind: 'change-device', change: { set: 'ignored', ignored: false } }),
})
