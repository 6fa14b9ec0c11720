import type { Sources } from '../finding.ts'
import type { InstalledSoftware } from '../unwanted-software.ts'

/** By dpkg, by rpm, or by both; undefined where there is neither. */
export async function listLinuxSoftware({ run }: Sources): Promise<InstalledSoftware[] | undefined> {
  const dpkgFormat = `\${db:Status-Status}\t\${Package}\t\${Version}\n`
  const dpkg = await run('dpkg-query', ['--show', `--showformat=${dpkgFormat}`])
  const rpm = await run('rpm', ['--query', '--all', '--queryformat', 'installed\t%{NAME}\t%{VERSION}-%{RELEASE}\n'])
  if (dpkg === undefined && rpm === undefined) return undefined
  return [dpkg ?? '', rpm ?? ''].flatMap(parsePackages)
}

/** `installed<TAB>bash<TAB>5.2.15`; what was removed and left its configuration is not installed. */
export function parsePackages(text: string): InstalledSoftware[] {
  return text.split('\n').flatMap((line) => {
    const [status, name = '', version = ''] = line.split('\t')
    return status === 'installed' && name !== '' ? [{ name, version }] : []
  })
}
