import { type Static, Type } from 'typebox'
import { DeferRule } from '../agent/defer-rule.ts'
import { TimestampOrNull } from './page.ts'

/** What an account asks of its agents beyond single actions. */
export const AgentPolicy = Type.Object(
  {
    defer: Type.Record(Type.String(), DeferRule, {
      description: 'by action type: when devices put such commands off; an absent type is never put off',
    }),
  },
  { additionalProperties: false },
)
export type AgentPolicy = Static<typeof AgentPolicy>

export const CurrentAgentPolicy = Type.Object({
  ...AgentPolicy.properties,
  changed_at: TimestampOrNull,
  changed_by: Type.Union([Type.String(), Type.Null()]),
})
export type CurrentAgentPolicy = Static<typeof CurrentAgentPolicy>
