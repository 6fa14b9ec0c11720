import { Button, Group, Modal, Stack } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Problem } from './problem.tsx'

interface FormDialogProps {
  readonly title: string
  readonly submitLabel: string
  readonly isDestructive?: boolean
  /** Thrown: the dialog stays, and says what went wrong. */
  readonly onSubmit: () => Promise<unknown>
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A question or a form over the page; done, it closes itself. */
export function FormDialog({
  title,
  submitLabel,
  isDestructive = false,
  onSubmit,
  onClose,
  children,
}: FormDialogProps) {
  const [problem, setProblem] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem(undefined)
    try {
      await onSubmit()
      onClose()
    } catch (error) {
      setProblem(error)
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={title} centered>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          {children}
          {problem !== undefined && <Problem error={problem} title="That did not work" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {isDestructive ? 'No, leave it' : 'Not now'}
            </Button>
            <Button type="submit" loading={isBusy} color={isDestructive ? 'red' : undefined}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
