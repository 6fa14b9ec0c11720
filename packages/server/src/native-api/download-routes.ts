import {
  type FindingExportQuery,
  FindingExportQuery as FindingExportSchema,
  FoundFile,
} from '@muster/core/api/findings.ts'
import { Uuid } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import { archiveReports } from '../operations/archive-reports.ts'
import { exportFindings } from '../operations/export-findings.ts'
import type { RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { arrayDownload, csvDownload } from './downloads.ts'
import { type NativeRoute, needs, prefix } from './native-route.ts'
import { readPeriod } from './read-time.ts'

const foundColumns = Object.keys(FoundFile.properties) as (keyof FoundFile)[]
const findings = {
  method: 'GET',
  tag: 'findings',
  access: needs('read'),
  query: FindingExportSchema,
  description: 'Every file as its report has it; `action_id` for those of one action.',
} as const

export function downloadRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path: `${prefix}/actions/:action_id/reports.zip`,
      tag: 'actions',
      operationId: 'downloadReports',
      summary: 'Download what an action brought back so far, a file a device',
      access: needs('read'),
      params: Type.Object({ action_id: Uuid }),
      answers: 'application/zip',
      errors: ['not_found', 'conflict'],
      handle: async ({ caller, params }) => {
        const { stream, report } = await archiveReports(services, caller, params.action_id!)
        return {
          status: 200,
          contentType: 'application/zip',
          headers: { 'content-disposition': `attachment; filename="${report}-${params.action_id}.zip"` },
          body: stream,
        }
      },
    },
    {
      ...findings,
      path: `${prefix}/findings.csv`,
      operationId: 'exportFindingsCsv',
      summary: 'Export what scans found, as CSV',
      answers: 'text/csv',
      handle: async (request) => csvDownload('findings', foundColumns, found(services, request)),
    },
    {
      ...findings,
      path: `${prefix}/findings.json`,
      operationId: 'exportFindings',
      summary: 'Export what scans found, as one JSON array',
      response: Type.Array(FoundFile),
      handle: async (request) => arrayDownload('findings', found(services, request)),
    },
  ]
}

function found(services: Services, { caller, query }: RouteRequest) {
  const { action_id, device_id, since, sha256, signature, ...parts } = query as FindingExportQuery
  return exportFindings(services, caller, {
    sha256,
    signature,
    sha256Prefix: parts.sha256_prefix,
    signaturePart: parts.signature_part,
    pathPart: parts.path_part,
    actionId: action_id,
    device: device_id,
    ...readPeriod({ since }),
  })
}
