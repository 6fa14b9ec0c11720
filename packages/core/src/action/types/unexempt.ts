import { Type } from 'typebox'
import { defineActionType } from '../action-type.ts'
import { exempt } from './exempt.ts'

/** Ends the exemption. */
export const unexempt = defineActionType({
  name: 'unexempt',
  label: 'End exemption',
  params: Type.Object({}),
  appliesTo: exempt.appliesTo,
  effect: () => ({ kind: 'change-device', change: { set: 'no-exemption' } }),
})
