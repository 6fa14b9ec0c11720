import { send } from './request.ts'

/** An access token of a new application, got as a client gets it. */
export async function getToken(url: string, operatorToken: string): Promise<string> {
  const created = await send(`${url}/api/v1/applications`, { token: operatorToken, body: '{"name":"bench"}' })
  const { client_id, client_secret } = JSON.parse(created.bytes.toString()) as Record<string, string>
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client_id!,
    client_secret: client_secret!,
  })
  const answer = await send(`${url}/o/oauth/token?${form}`, { method: 'GET' })
  return (JSON.parse(answer.bytes.toString()) as { access_token: string }).access_token
}
