import { Type } from 'typebox'
import { defineActionType } from '../action-type.ts'
import { applies } from '../applicability.ts'

/** Removes the record, frees the licence, ends the enrolment and closes what waited for the device. */
export const deleteDevice = defineActionType({
  name: 'delete',
  label: 'Delete',
  params: Type.Object({
    record: Type.Union([Type.Literal('remove'), Type.Literal('keep'), Type.Literal('archive')], { default: 'remove' }),
    /** Whether its agent is to remove itself; else the device comes back when that connects again. */
    uninstall: Type.Boolean({ default: true }),
  }),
  appliesTo: () => applies,
  effect: ({ record, uninstall }) => ({ kind: 'change-device', change: { set: 'removed', record, uninstall } }),
})
