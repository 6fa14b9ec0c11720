import { escapeHtml } from '../escape-html.ts'
import { type Notice, nothingShown, type Shown } from './notice.ts'
import { runQuietly } from './run-quietly.ts'

/**
 * A toast that opens the link, where the agent runs in the user's own session; from a service, a message box of the
 * console session with the link to type. Both get it by their standard input, where nobody else sees it. Written by
 * Microsoft's documentation and not tried on Windows.
 */
export async function showOnWindows({ title, text, open }: Notice): Promise<Shown> {
  const toast = ['-NoProfile', '-NonInteractive', '-Command', '-']
  if (
    process.env.SESSIONNAME &&
    (await runQuietly('powershell.exe', toast, { input: toastScript(title, text, open.link) }))
  ) {
    return { to: ['this session'], withdraw: async () => undefined }
  }
  const message = `${title}\r\n${text}\r\nAnswer in your browser: ${open.link}\r\n`
  const told = await runQuietly('msg.exe', ['console', '/TIME:86400'], { input: message })
  return told ? { to: ['the console session'], withdraw: async () => undefined } : nothingShown
}

function toastScript(title: string, text: string, link: string): string {
  const xml =
    `<toast activationType="protocol" launch="${escapeHtml(link)}" duration="long"><visual>` +
    `<binding template="ToastGeneric"><text>${escapeHtml(title)}</text><text>${escapeHtml(text)}</text></binding>` +
    `</visual></toast>`
  return `$ErrorActionPreference = 'Stop'
[void][Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
[void][Windows.Data.Xml.Dom.XmlDocument, Windows.Data.Xml.Dom, ContentType = WindowsRuntime]
$xml = New-Object Windows.Data.Xml.Dom.XmlDocument
$xml.LoadXml('${xml.replaceAll("'", "''")}')
$shown = New-Object Windows.UI.Notifications.ToastNotification $xml
$id = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($id).Show($shown)
`
}
