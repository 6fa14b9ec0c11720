import { Type } from 'typebox'
import { defineActionType } from '../action-type.ts'
import { applies, doesNotApply } from '../applicability.ts'

/** Hides an unknown device. */
export const ignore = defineActionType({
  name: 'ignore',
  label: 'Ignore',
  params: Type.Object({}),
  appliesTo: ({ status }) => (status === 'unknown' ? applies : doesNotApply('unknown_devices_only')),
  effect: () => ({ kind: 'change-device', change: { set: 'ignored', ignored: true } }),
})
