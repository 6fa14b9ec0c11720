import { chmod, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Services } from '../../services.ts'
import { makeSetUpToken } from './set-up-administrator.ts'

/**
 * While no user exists, each start makes a new link to make the first one by, and writes it to a file beside the
 * operator token; only its hash is in the database. The file goes when the link is used, or found to be of no use.
 * Call it when the public address is known. Undefined: there are users.
 */
export async function offerSetUp(services: Services, dataDirectory: string): Promise<string | undefined> {
  const file = join(dataDirectory, 'setup.link')
  const token = await makeSetUpToken(services)
  if (token === undefined) {
    await rm(file, { force: true })
    return undefined
  }
  // In the fragment: browsers send it to nobody.
  const link = `${services.publicUrl()}/setup#token=${token}`
  await writeFile(file, `${link}\n`, { mode: 0o600 })
  await chmod(file, 0o600)
  services.bus.on('set-up-done', () => {
    rm(file, { force: true }).catch((error: unknown) => services.log.warn({ err: error, file }, 'could not be removed'))
  })
  services.log.info({ file }, 'no user yet: the link to make the first one')
  return link
}
