import { Type } from 'typebox'
import { defineActionType } from '../action-type.ts'
import { applies } from '../applicability.ts'

/** Removes the record, frees the licence, ends the enrolment and closes what waited for the device. */
export const deleteDevice = defineActionType({
  name: 'delete',
  label: 'Delete',
  params: Type.Object({
    record: Type.Union([Type.Literal('remove'), Type.Literal('keep'), Type.Literal('archive')], { default: 'remove' }),
    /** False: its agent is left alone, and the device comes back when that connects again. */
    uninstall: Type.Optional(Type.Boolean()),
  }),
  appliesTo: () => applies,
  effect: ({ record, uninstall = true }) => ({ kind: 'change-device', change: { set: 'removed', record, uninstall } }),
})
