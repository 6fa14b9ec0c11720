import { Readable } from 'node:stream'
import { invalidField, Refusal } from '../../refusal.ts'
import { reports } from '../../reports/index.ts'
import type { Report, ReportFound } from '../../reports/report.ts'
import type { Route, RouteAnswer, RouteRequest } from '../../route.ts'
import type { Services } from '../../services.ts'
import { wireAccess } from '../wire-access.ts'

export const getReportsVersions = [
  { name: '2.0', path: '/o/api/v2/get_reports' },
  { name: '3.0', path: '/o/api/v3/get_reports' },
  { name: '3.1', path: '/o/api/v3.1/get_reports' },
] as const
export type GetReportsVersion = (typeof getReportsVersions)[number]['name']

export function getReportsRoutes(services: Services): Route[] {
  return getReportsVersions.map(({ name, path }) => ({
    method: 'GET',
    path,
    access: wireAccess('read', 'get-reports'),
    summary: `Get Reports ${name}`,
    tag: 'wire',
    handle: (request) => answerReport(services, name, request),
  }))
}

/** The reports that a version knows, under every spelling. */
export function reportsOf(version: GetReportsVersion): ReadonlyMap<string, Report> {
  const known = reports.filter(({ since }) => since <= version)
  return new Map(known.flatMap((report) => report.words.map((word) => [word, report] as const)))
}

async function answerReport(
  services: Services,
  version: GetReportsVersion,
  { caller, query }: RouteRequest,
): Promise<RouteAnswer> {
  const known = reportsOf(version)
  const type = readText(query, 'type')
  const report = known.get(type)
  if (report === undefined) throw invalidField('type', `must be one of ${[...known.keys()].join(', ')}`)
  const needed = report.needs === undefined ? '' : readText(query, report.needs)
  return answerFound(await report.get(services, caller, needed))
}

function readText(query: Readonly<Record<string, unknown>>, field: string): string {
  const value = query[field]
  if (value === undefined || value === '') throw invalidField(field, 'is missing')
  if (typeof value !== 'string') throw invalidField(field, 'must be given once')
  return value
}

function answerFound(found: ReportFound): RouteAnswer {
  switch (found.kind) {
    case 'not_found':
      throw new Refusal('not_found', 'No command of this account has this id.')
    case 'unfinished':
      return { status: 200, body: { status: found.state, message: found.message } }
    case 'file':
      return {
        status: 200,
        contentType: found.mediaType,
        headers: {
          'content-length': String(found.sizeBytes),
          'content-disposition': `attachment; filename="${found.fileName}"`,
          'repr-digest': `sha-256=:${found.sha256.toString('base64')}:`,
        },
        body: found.stream,
      }
    case 'csv':
      return {
        status: 200,
        contentType: 'text/csv; charset=utf-8',
        headers: { 'content-disposition': `attachment; filename="${found.fileName}"` },
        body: Readable.from(found.text, { objectMode: false }),
      }
  }
}
