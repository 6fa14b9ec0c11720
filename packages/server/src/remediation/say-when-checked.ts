import { checkSecondsMax } from '@muster/core/compliance/check-period.ts'
import { escapeHtml } from '../html.ts'
import type { Remediation } from '../operations/remediation/show-remediation.ts'
import { sayMoment } from './say-moment.ts'

const minutes = Math.round(checkSecondsMax / 60)

/** When somebody looked last, and when somebody will again. HTML. */
export function sayWhenChecked({ device, checkedAt, at }: Remediation): string {
  const paragraphs: string[] = []
  if (checkedAt !== undefined) {
    const moment = `<time datetime="${checkedAt.toISOString()}">${escapeHtml(sayMoment(checkedAt, at))}</time>`
    paragraphs.push(
      `What stands here is what the device found on ${moment}. It tells the server when that changes, and after each start.`,
    )
  }
  if (!device.enrolled) {
    paragraphs.push(
      'There is no agent of this server on the device now, so it is not checked again until one is set up on it.',
    )
  } else {
    const online = device.online ? '' : ' It is not connected to this server at the moment.'
    paragraphs.push(
      `The device is checked again within ${minutes} minutes while it is switched on, unless your organisation has set another time; after a restart it takes about a minute.${online}`,
      'Then load this page anew: what is mended is gone from it.',
    )
  }
  return paragraphs.map((text) => `<p>${text}</p>`).join('\n')
}
