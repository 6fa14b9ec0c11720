import { Type } from 'typebox'
import { defineActionType } from '../action-type.ts'
import { firstRefusal, notDomainController } from '../applicability.ts'

export const assignToGroup = defineActionType({
  name: 'assign_to_group',
  label: 'Move to group',
  params: Type.Object({ group_id: Type.String({ minLength: 1, maxLength: 128, default: 'default' }) }),
  appliesTo: (facts) => firstRefusal(facts, notDomainController),
  effect: ({ group_id }) => ({ kind: 'change-device', change: { set: 'group', groupId: group_id } }),
})
