import { ActionIcon, Code, CopyButton, Group, Tooltip } from '@mantine/core'
import { icons } from './icons.tsx'

/** A text to take elsewhere; a long one scrolls. */
export function CopyField({ text, label }: { text: string; label: string }) {
  return (
    <Group wrap="nowrap" gap={6} align="flex-start">
      <Code block flex={1} miw={0} tabIndex={0} aria-label={label} style={{ overflowX: 'auto', whiteSpace: 'pre' }}>
        {text}
      </Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'}>
            <ActionIcon variant="default" size="lg" onClick={copy} aria-label={copied ? 'Copied' : `Copy: ${label}`}>
              {copied ? icons.check : icons.copy}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  )
}
