import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import type { Action } from '@muster/core/api/actions.ts'
import { cancelAction, listTargets, showAction } from '../../api/actions.ts'
import { useChange } from '../../api/queries.ts'
import { countIn, openStates } from '../../components/action-words.ts'
import { countOf } from '../../components/count.ts'
import { Problem } from '../../components/problem.tsx'

export function CancelButton({ action: { action_id, counts } }: { action: Action }) {
  const [isOpen, { open, close }] = useDisclosure()
  const { mutateAsync, isPending, error } = useChange(cancelAction, { refreshes: [showAction, listTargets] })
  const left = countIn(counts, openStates)
  const cancel = async () => {
    const answer = await mutateAsync({ params: { action_id } }).catch(() => undefined)
    if (answer === undefined) return
    close()
    notifications.show({
      message: `Cancelled for ${countOf(answer.cancelled, 'device')}; ${countOf(answer.asked_to_stop, 'device is', 'devices are')} asked to stop.`,
    })
  }
  return (
    <>
      <Button variant="default" size="xs" onClick={open}>
        Cancel …
      </Button>
      <Modal opened={isOpen} onClose={close} title="Cancel the action?" centered>
        <Stack>
          <Text size="sm">
            {countOf(left, 'device has', 'devices have')} not ended. What waits is cancelled at once; devices that are
            at work are asked to stop, and may finish first. What is done stays done.
          </Text>
          {error !== null && <Problem error={error} title="That did not work" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              Let it go on
            </Button>
            <Button color="red" loading={isPending} onClick={() => void cancel()}>
              Cancel the action
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
