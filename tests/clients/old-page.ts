interface ListedDevice {
  readonly hwid: string
  readonly hostname: string
  readonly machine_type?: string
  readonly total_issue: number
}

interface DeviceDetail {
  readonly nickname: string
  readonly machine_type?: string
  readonly os_info: { readonly name?: string }
}

export interface OldPage {
  /** Below the table. */
  readonly summary: string
  readonly rows: readonly { readonly id: string; readonly image: string; readonly text: string }[]
}

const images: Readonly<Record<string, string>> = { laptop: 'laptop.png', desktop: 'desktop.png' }

/** A page of 2014: one request for the list, the array of which it puts into a table. */
export async function openOldPage(base: string, token: string): Promise<OldPage> {
  const data = (await ajax(`${base}/o/api/v2/devices`, { access_token: token, limit: 25 })) as ListedDevice[]
  const rows: { id: string; image: string; text: string }[] = []
  let withIssues = 0
  // As it was written: an object has no length, and its table stays empty.
  for (let i = 0; i < data.length; ++i) {
    const { hwid, hostname, machine_type, total_issue } = data[i]!
    if (total_issue > 0) withIssues += 1
    rows.push({
      id: `${hwid}_${total_issue > 0 ? 1 : 0}`,
      image: images[machine_type ?? ''] ?? 'vm.png',
      text: total_issue > 0 ? `${hostname}: ${total_issue} issues` : `${hostname}: no issue`,
    })
  }
  return { summary: `with issues ${withIssues}, without ${data.length - withIssues}`, rows }
}

/** A click on a row: what is before the underscore finds the device. */
export async function openOldDetail(base: string, token: string, rowId: string): Promise<string> {
  const hwid = rowId.split('_')[0]!
  const data = (await ajax(`${base}/o/api/v2/devices/${hwid}`, { access_token: token })) as DeviceDetail
  return `${data.nickname} / ${data.os_info.name}`
}

/** jQuery's: a GET, the data in the URL; anything but success is `error`. */
async function ajax(url: string, data: Readonly<Record<string, string | number>>): Promise<unknown> {
  const query = new URLSearchParams(Object.entries(data).map(([key, value]): [string, string] => [key, String(value)]))
  const answer = await fetch(`${url}?${query}`, {
    headers: { accept: '*/*', 'x-requested-with': 'XMLHttpRequest' },
  })
  if (!answer.ok) throw new Error(`error ${answer.status}`)
  return answer.json()
}
