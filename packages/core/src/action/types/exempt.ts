import { Type } from 'typebox'
import { defineActionType } from '../action-type.ts'
import { firstRefusal, licensedDevice, notDomainController } from '../applicability.ts'

/** Compliance answers say "exempted" until the lease ends. */
export const exempt = defineActionType({
  name: 'exempt',
  label: 'Exempt',
  params: Type.Object({
    hours: Type.Integer({ minimum: 0, exclusiveMaximum: 65_000, default: 0, description: '0 is for ever' }),
    scope: Type.Union([Type.Literal('all'), Type.Literal('critical')], { default: 'all' }),
  }),
  appliesTo: (facts, edition) =>
    edition === 'original'
      ? firstRefusal(facts, licensedDevice)
      : firstRefusal(facts, licensedDevice, notDomainController),
  effect: ({ hours, scope }) => ({ kind: 'change-device', change: { set: 'exemption', hours, scope } }),
})
