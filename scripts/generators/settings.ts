import { settings } from '@muster/server/config.ts'

/** docs/settings.md: every setting of the server. */
export async function generateSettings(): Promise<string> {
  const rows = Object.values(settings).map((setting) => {
    const preset =
      'described' in setting && setting.described ? setting.described : setting.default ? `\`${setting.default}\`` : '–'
    return `| \`${setting.variable}\` | ${setting.meaning} | ${preset} |`
  })
  return `# Settings

The server is set by environment variables. A value that cannot be used, or a \`MUSTER_…\` variable that does not exist,
stops the start with a message that names it. This page is generated from \`packages/server/src/config.ts\`.

| variable | meaning | default |
| --- | --- | --- |
${rows.join('\n')}
`
}
