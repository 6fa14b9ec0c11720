import type { IdentityQuestion } from '@muster/core/identity/identity-question.ts'
import type { Log } from '../../log.ts'
import type { OpenQuestion } from '../open-questions.ts'
import { showOnLinux } from './linux.ts'
import { showOnMac } from './mac.ts'
import { type Notice, nothingShown, type Shown } from './notice.ts'
import { showOnWindows } from './windows.ts'

/**
 * Tells the people at this machine that something is asked, where there is a desktop. The link reaches them by files and
 * pipes of their own only: what stands on a command line, every user of the machine can read. Never throws: a question
 * that cannot be shown can still be answered with `muster-agent identify`.
 */
export async function showOnDesktops(question: IdentityQuestion, open: OpenQuestion, log: Log): Promise<Shown> {
  const notice = { title: `${question.asked_by} asks who uses this device`, text: question.purpose, open }
  try {
    const shown = await showOn(process.platform, notice, log)
    if (shown.to.length > 0)
      log.info('showed the question on the desktop', { id: open.command_id, to: shown.to.join() })
    else log.info('there is no desktop to show the question on', { id: open.command_id })
    return shown
  } catch (error) {
    log.warn('could not show the question on the desktop', { error: (error as Error).message })
    return nothingShown
  }
}

function showOn(platform: NodeJS.Platform, notice: Notice, log: Log): Promise<Shown> {
  switch (platform) {
    case 'darwin':
      return showOnMac(notice)
    case 'win32':
      return showOnWindows(notice)
    default:
      return showOnLinux(notice, log)
  }
}
