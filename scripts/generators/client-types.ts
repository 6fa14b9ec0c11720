import openapiTypes, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { describeRoutes } from '../../packages/server/src/native-api/openapi.ts'
import { nativeRoutes } from '../../packages/server/src/native-api/routes.ts'
import type { Services } from '../../packages/server/src/services.ts'

const head = `// Made from packages/server/openapi.json by \`npm run generate\`.
// The paths, parameters, bodies and answers of the native API, in the shape that openapi-typescript gives them.

`

/** The OpenAPI document as types: what the client speaks, and with it command line and console. */
export async function generateClientTypes(): Promise<string> {
  const document = foldErrors(describeRoutes(nativeRoutes({} as Services)) as unknown as OpenAPI3)
  // A member with a default may be left out of a body; the answers name theirs as required.
  const nodes = await openapiTypes(document, {
    defaultNonNullable: false,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
  })
  return head + astToString(nodes)
}

/** Every error has the same body, whatever its status: said once an operation, the file is half as long. */
function foldErrors(document: OpenAPI3): OpenAPI3 {
  const error = { description: 'An error.', content: { 'application/json': { schema: errorBody } } }
  const paths = Object.entries(document.paths ?? {}).map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(item as Record<string, { responses: object }>).map(([method, operation]) => {
        const done = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'))
        return [method, { ...operation, responses: { ...Object.fromEntries(done), default: error } }]
      }),
    ),
  ])
  return { ...document, paths: Object.fromEntries(paths) }
}

const errorBody = { $ref: '#/components/schemas/ErrorBody' }
