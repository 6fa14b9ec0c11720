import type { Channel } from '@muster/core/audit/audit-event.ts'
import { channelWords } from './action-words.ts'

interface ActorProps {
  readonly channel: Channel | null
  readonly user: string | null
  readonly application: { readonly name: string } | string | null
}

/** Who, and through what: a person, an application (for itself, or for a person), or the server itself. */
export function Actor({ channel, user, application }: ActorProps) {
  const app = typeof application === 'string' ? application : application?.name
  const name = user !== null && app !== undefined ? `${user} by ${app}` : (user ?? app)
  const way = channel === null ? undefined : channelWords[channel]
  return <span>{name === undefined ? (way ?? '–') : way === undefined ? name : `${name} · ${way}`}</span>
}
