import { type ErrorCode, errorCodes } from '@muster/core/error-code.ts'
import type { TSchema } from 'typebox'
import { type NativeRoute, tags } from './native-route.ts'
import { errorBodySchema, nameSchemas, type Schemas } from './openapi-schemas.ts'

type Json = Record<string, unknown>

/** The routes as an OpenAPI 3.1 document: what it says of them is what is checked. */
export function describeRoutes(routes: readonly NativeRoute[]): Json {
  const schemas = nameSchemas()
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Muster native API',
      version: '1',
      description:
        'Lists answer `{items, next_cursor}`; errors answer `{error: {code, message, errors, request_id}}`. A mutating ' +
        'call may carry an `Idempotency-Key`: however often it is sent, it is carried out once and answered the same.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An access token of `/o/oauth/token`, or the operator token in the data directory. Scopes: `read`, ' +
            '`actions` (all types) or `actions:<type>`, `operate`, `admin`.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-muster',
          description:
            'A console session (`muster` where the server is not reached by https). What changes something also carries ' +
            'the header `X-CSRF-Token` with the `csrf_token` of `GET /api/v1/session`.',
        },
      },
      schemas: { ...schemas.components(), ErrorBody: errorBodySchema },
    },
  }
}

function describeRoute(route: NativeRoute, schemas: Schemas): Json {
  const { access } = route
  return {
    operationId: route.operationId,
    summary: route.summary,
    ...(route.description && { description: route.description }),
    tags: [route.tag],
    ...describeAccess(access),
    ...withParameters(route, schemas),
    ...withBody(route, schemas),
    responses: describeResponses(route, schemas),
  }
}

function describeAccess(access: NativeRoute['access']): Json {
  switch (access.kind) {
    case 'public':
      return { security: [] }
    case 'session':
      return { security: [{ session: [] }] }
    case 'token':
      return { 'x-scope': access.scope }
  }
}

function withParameters(route: NativeRoute, schemas: Schemas): Json {
  const { path, params, query, querySchema } = route
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: schemas.describe(propertiesOf(params)[name!] ?? { type: 'string' }),
  }))
  const wanted = query ?? querySchema
  const required: readonly string[] = (wanted as { required?: string[] } | undefined)?.required ?? []
  const inQuery = Object.entries(propertiesOf(wanted)).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: schemas.describe(schema),
  }))
  const parameters = [...inPath, ...inQuery, ...(isMutating(route) && !route.takesNoKey ? [idempotencyKey] : [])]
  return parameters.length === 0 ? {} : { parameters }
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Unique for this request. The same key with another request is refused with 422.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

function withBody({ body, bodySchema, example }: NativeRoute, schemas: Schemas): Json {
  const media = bodySchema ?? (body === undefined ? undefined : { 'application/json': body })
  if (media === undefined) return {}
  const content = Object.entries(media).map(([type, schema]) => [
    type,
    {
      schema: schemas.describe(schema),
      ...(type === 'application/json' && example?.body !== undefined && { example: example.body }),
    },
  ])
  return { requestBody: { required: true, content: Object.fromEntries(content) } }
}

function describeResponses(route: NativeRoute, schemas: Schemas): Json {
  const { status = 200, answers = 'application/json', response } = route
  const schema = response === undefined ? { type: 'string' } : schemas.describe(response)
  const errors: Record<number, ErrorCode[]> = {}
  for (const code of codesOf(route)) {
    errors[errorCodes[code][0]] = [...(errors[errorCodes[code][0]] ?? []), code]
  }
  return {
    [status]: { description: 'Done.', content: { [answers]: { schema } } },
    ...Object.fromEntries(Object.entries(errors).map(([errorStatus, codes]) => [errorStatus, describeError(codes)])),
  }
}

function codesOf(route: NativeRoute): Set<ErrorCode> {
  const { access, errors = [] } = route
  return new Set<ErrorCode>([
    'invalid_request',
    ...(access.kind === 'public' ? [] : (['invalid_token', 'insufficient_scope', 'csrf_refused'] as const)),
    ...(access.kind === 'public' && access.api === 'sign-in' ? (['csrf_refused'] as const) : []),
    ...(access.kind !== 'public' && access.fresh ? (['fresh_sign_in_needed'] as const) : []),
    ...(isMutating(route) && !route.takesNoKey ? (['idempotency_key_reused', 'request_in_progress'] as const) : []),
    ...errors,
    'internal',
    'unavailable',
  ])
}

function describeError(codes: readonly ErrorCode[]): Json {
  return {
    description: codes.map((code) => `\`${code}\`: ${errorCodes[code][1]}`).join(' '),
    content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorBody' } } },
  }
}

export function isMutating({ method, touchesNothing }: NativeRoute): boolean {
  return method !== 'GET' && touchesNothing !== true
}

function propertiesOf(schema: TSchema | undefined): Record<string, TSchema> {
  return (schema as { properties?: Record<string, TSchema> } | undefined)?.properties ?? {}
}
