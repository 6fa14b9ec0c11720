import { describeRoutes } from '../../packages/server/src/native-api/openapi.ts'
import { nativeRoutes } from '../../packages/server/src/native-api/routes.ts'
import type { Services } from '../../packages/server/src/services.ts'

/** The document that the server shows under /api/v1/openapi.json. Describing routes runs none of them. */
export async function generateOpenApi(): Promise<string> {
  return `${JSON.stringify(describeRoutes(nativeRoutes({} as Services)), null, 2)}\n`
}
