import { remediationPath } from '../operations/remediation/remediation-links.ts'
import { showRemediation } from '../operations/remediation/show-remediation.ts'
import type { Route } from '../route.ts'
import type { Services } from '../services.ts'
import { renderNoSuchPage, renderRemediation } from './render-remediation.ts'

/** The page behind a device's link: whoever has the link reads it, without signing in, and finds nothing else by it. */
export function remediationRoutes(services: Services): Route[] {
  return [
    {
      method: 'GET',
      path: `${remediationPath}:link`,
      access: { kind: 'public', api: 'link' },
      summary: 'What a device’s user has to mend',
      handle: async ({ params }) => {
        const remediation = await showRemediation(services, params.link!)
        return remediation === undefined ? renderNoSuchPage() : renderRemediation(remediation)
      },
    },
  ]
}
