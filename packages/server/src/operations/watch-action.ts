import type { ActionProgress, ChangedTarget } from '@muster/core/api/action-events.ts'
import type { Caller } from '../caller.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { type ActionChanges, readChanges } from './action-changes.ts'
import { showAction } from './read-actions.ts'

/** What a watcher is told, in order; `done`: nothing of the action will change any more. */
export type WatchedEvent =
  | { readonly kind: 'targets'; readonly targets: readonly ChangedTarget[] }
  | { readonly kind: 'action'; readonly mark: string; readonly progress: ActionProgress }
  | { readonly kind: 'done' }

export interface Watcher {
  tell(event: WatchedEvent): void
  /** It could not be read: the watcher is to come again. */
  fail(): void
}

/** Agents' news are shown so soon; what nobody told this process of (other nodes, deadlines), later. */
const toldMilliseconds = 500
const untoldMilliseconds = 2000
/** Of a large action looking takes long: no more than this part of the time is spent on it. */
const lookingShareMax = 0.1
const watchersMax = 256
const watchersOfAccountMax = 64

interface Watched {
  readonly caller: Caller
  readonly actionId: string
  readonly watchers: Set<Watcher>
  mark: string
  /** What the last look found: rows that a transaction still holds back are found again, and not told again. */
  known: ReadonlyMap<number, string>
  said: string
  timer: NodeJS.Timeout | undefined
  dueAt: number
  lookedMilliseconds: number
  looking: boolean
  /** Somebody told of a change while it was looked at. */
  toldMeanwhile: boolean
}

/** Looks at the actions that somebody watches, once for all who watch one, in this process. */
export class ActionWatch {
  readonly #services: Services
  readonly #watched = new Map<string, Watched>()
  #listens = false

  constructor(services: Services) {
    this.#services = services
  }

  /**
   * First what changed since the mark (without one: the progress alone), then what changes. Returns how to leave.
   * @throws Refusal: not_found; unavailable where too many watch already
   */
  async watch(caller: Caller, actionId: string, mark: string | undefined, watcher: Watcher): Promise<() => void> {
    const { action } = await showAction(this.#services, caller, actionId)
    this.#requireRoom(caller)
    const watched = this.#find(caller, action.action_id)
    watched.watchers.add(watcher)
    const leave = () => this.#leave(watched, watcher)
    try {
      const changes = await readChanges(this.#services, caller, action.action_id, mark)
      tell([watcher], changes)
      // The first to watch: from here on all are told together.
      if (watched.mark === '') {
        watched.mark = changes.mark
        watched.said = JSON.stringify(changes.progress)
      }
      if (changes.isDone) watcher.tell({ kind: 'done' })
      else this.#lookBy(watched, untoldMilliseconds)
    } catch (error) {
      leave()
      throw error
    }
    return leave
  }

  /** All are sent away: they come again, to another process. */
  close(): void {
    for (const { watchers } of this.#watched.values()) for (const watcher of [...watchers]) watcher.fail()
  }

  #requireRoom({ accountId }: Caller): void {
    const all = [...this.#watched.values()]
    const count = (some: readonly Watched[]) => some.reduce((sum, { watchers }) => sum + watchers.size, 0)
    const own = all.filter(({ caller }) => caller.accountId === accountId)
    if (count(all) >= watchersMax || count(own) >= watchersOfAccountMax) {
      throw new Refusal(
        'unavailable',
        'Too many watch actions at this moment; ask for the action now and then instead.',
      )
    }
  }

  #find(caller: Caller, actionId: string): Watched {
    this.#listen()
    const key = keyOf(caller.accountId, actionId)
    const found = this.#watched.get(key)
    if (found) return found
    const watched: Watched = {
      caller,
      actionId,
      watchers: new Set(),
      mark: '',
      known: new Map(),
      said: '',
      timer: undefined,
      dueAt: Number.POSITIVE_INFINITY,
      lookedMilliseconds: 0,
      looking: false,
      toldMeanwhile: false,
    }
    this.#watched.set(key, watched)
    return watched
  }

  #leave(watched: Watched, watcher: Watcher): void {
    watched.watchers.delete(watcher)
    if (watched.watchers.size > 0) return
    clearTimeout(watched.timer)
    this.#watched.delete(keyOf(watched.caller.accountId, watched.actionId))
  }

  #listen(): void {
    if (this.#listens) return
    this.#listens = true
    const { bus } = this.#services
    const hear = ({ accountId, actionId }: { accountId: number; actionId: string }) => {
      const watched = this.#watched.get(keyOf(accountId, actionId))
      if (watched === undefined) return
      watched.toldMeanwhile = watched.looking
      this.#lookBy(watched, toldMilliseconds)
    }
    bus.on('targets-changed', hear)
    bus.on('commands-queued', hear)
    bus.on('commands-cancelled', hear)
    bus.on('stopping', () => this.close())
  }

  #lookBy(watched: Watched, milliseconds: number): void {
    if (watched.looking || watched.mark === '') return
    const dueAt = performance.now() + Math.max(milliseconds, watched.lookedMilliseconds / lookingShareMax)
    if (dueAt >= watched.dueAt) return
    clearTimeout(watched.timer)
    watched.dueAt = dueAt
    watched.timer = setTimeout(() => void this.#look(watched), dueAt - performance.now())
  }

  async #look(watched: Watched): Promise<void> {
    const start = performance.now()
    watched.looking = true
    watched.dueAt = Number.POSITIVE_INFINITY
    try {
      const changes = await readChanges(this.#services, watched.caller, watched.actionId, watched.mark)
      tell(watched.watchers, this.#news(watched, changes))
      watched.mark = changes.mark
      if (changes.isDone) for (const watcher of [...watched.watchers]) watcher.tell({ kind: 'done' })
    } catch (error) {
      this.#services.log.warn({ err: error, action_id: watched.actionId }, 'could not look at a watched action')
      for (const watcher of [...watched.watchers]) watcher.fail()
    }
    watched.looking = false
    watched.lookedMilliseconds = performance.now() - start
    if (watched.watchers.size === 0) return
    this.#lookBy(watched, watched.toldMeanwhile ? toldMilliseconds : untoldMilliseconds)
    watched.toldMeanwhile = false
  }

  #news(watched: Watched, changes: ActionChanges): ActionChanges | undefined {
    const texts = new Map(changes.targets.map((target) => [target.position, JSON.stringify(target)]))
    const targets = changes.targets.filter(({ position }) => texts.get(position) !== watched.known.get(position))
    watched.known = texts
    const said = JSON.stringify(changes.progress)
    if (targets.length === 0 && said === watched.said) return undefined
    watched.said = said
    return { ...changes, targets }
  }
}

const targetsPerEvent = 1000

function tell(watchers: Iterable<Watcher>, changes: ActionChanges | undefined): void {
  if (changes === undefined) return
  const events: WatchedEvent[] = []
  for (let start = 0; start < changes.targets.length; start += targetsPerEvent) {
    events.push({ kind: 'targets', targets: changes.targets.slice(start, start + targetsPerEvent) })
  }
  events.push({ kind: 'action', mark: changes.mark, progress: changes.progress })
  for (const watcher of [...watchers]) for (const event of events) watcher.tell(event)
}

function keyOf(accountId: number, actionId: string): string {
  return `${accountId} ${actionId}`
}
