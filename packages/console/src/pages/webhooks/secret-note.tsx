import { Alert } from '@mantine/core'
import type { WebhookWithSecret } from '@muster/core/api/webhooks.ts'
import { CopyField } from '../../components/copy-field.tsx'

/** The one time that the secret is seen. */
export function SecretNote({ webhook, onClose }: { webhook: WebhookWithSecret; onClose: () => void }) {
  return (
    <Alert
      color="blue"
      variant="outline"
      title={`The secret for ${webhook.url} is shown only now`}
      role="status"
      withCloseButton
      closeButtonLabel="I have kept the secret"
      onClose={onClose}
    >
      <CopyField
        label={webhook.format === 'events' ? 'Secret that signs each event' : 'API key in each request'}
        text={webhook.secret}
      />
    </Alert>
  )
}
