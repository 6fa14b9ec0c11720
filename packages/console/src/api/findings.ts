import type { Finding, FindingQuery } from '@muster/core/api/findings.ts'
import type { Page } from '@muster/core/api/page.ts'
import type { Endpoint } from './endpoint.ts'

export const listFindings: Endpoint<{ query: FindingQuery }, Page<Finding>> = { method: 'GET', path: '/findings' }
