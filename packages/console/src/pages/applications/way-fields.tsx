import { Checkbox, Textarea } from '@mantine/core'
import type { NewApplication } from '@muster/core/api/applications.ts'

/** How users let an application in. */
export interface Way {
  /** One a line. */
  readonly addresses: string
  readonly isPublic: boolean
}

export function WayFields({ way, onChange }: { way: Way; onChange: (way: Way) => void }) {
  return (
    <>
      <Textarea
        label="Redirect addresses, one a line"
        description="Where users come back to who let it act for them. Left empty: it acts for itself only."
        placeholder="https://portal.example.com/oauth/callback"
        autosize
        minRows={1}
        maxRows={6}
        value={way.addresses}
        onChange={({ currentTarget }) => onChange({ ...way, addresses: currentTarget.value })}
      />
      <Checkbox
        label="It can keep no secret"
        description="An app on a desktop or a phone, a page in a browser: it acts for users only, and proves itself by PKCE."
        checked={way.isPublic}
        onChange={({ currentTarget }) => onChange({ ...way, isPublic: currentTarget.checked })}
      />
    </>
  )
}

export function orderOf({ addresses, isPublic }: Way): Required<Pick<NewApplication, 'redirect_uris' | 'client_type'>> {
  return {
    redirect_uris: [...new Set(addresses.split(/\s+/).filter(Boolean))],
    client_type: isPublic ? 'public' : 'confidential',
  }
}
