import { join } from 'node:path'
import { findDesktops } from '../../identify/desktop/notify-send.ts'
import { type Finding, passIf, type Sources, unknown } from '../finding.ts'

/** How long a screen may stay open with nobody in front of it, all in all. */
const idleSecondsMax = 15 * 60

/** Of each user with a session on a GNOME-like desktop, as that user sees it; a machine without one has nothing to lock. */
export async function checkScreenLock({ root, run, isRoot }: Sources): Promise<Finding> {
  const desktops = findDesktops(join(root, 'run/user'))
  const settings = await Promise.all(
    desktops.map(async ({ uid, gid, directory }) => {
      const env = {
        PATH: process.env.PATH,
        XDG_RUNTIME_DIR: directory,
        DBUS_SESSION_BUS_ADDRESS: `unix:path=${directory}/bus`,
      }
      const options = isRoot ? { as: { uid, gid, env } } : {}
      const get = async (schema: string, key: string) => (await run('gsettings', ['get', schema, key], options))?.trim()
      return parseLock({
        enabled: await get('org.gnome.desktop.screensaver', 'lock-enabled'),
        idle: await get('org.gnome.desktop.session', 'idle-delay'),
        delay: await get('org.gnome.desktop.screensaver', 'lock-delay'),
      })
    }),
  )
  const known = settings.filter((one) => one !== undefined)
  if (known.length === 0) return unknown('there is no desktop that tells')
  const isLocked = ({ enabled, idle_seconds }: Lock) => enabled && idle_seconds > 0 && idle_seconds <= idleSecondsMax
  return passIf(known.every(isLocked), { sessions: known.slice(0, 20), idle_seconds_max: idleSecondsMax })
}

interface Lock {
  readonly enabled: boolean
  /** Until it is locked; 0: never. */
  readonly idle_seconds: number
}

/** GVariant texts: `true`, `uint32 300`. */
export function parseLock(texts: {
  enabled: string | undefined
  idle: string | undefined
  delay: string | undefined
}): Lock | undefined {
  if (texts.enabled !== 'true' && texts.enabled !== 'false') return undefined
  const seconds = (text = '') => Number(/^uint32 (\d+)$/.exec(text)?.[1] ?? 0)
  const idle = seconds(texts.idle)
  return { enabled: texts.enabled === 'true', idle_seconds: idle === 0 ? 0 : idle + seconds(texts.delay) }
}
