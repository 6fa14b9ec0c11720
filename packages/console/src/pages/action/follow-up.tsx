import { Modal } from '@mantine/core'
import type { Applied, Plan } from '@muster/core/api/actions.ts'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { listActions, showAction } from '../../api/actions.ts'
import { ApiError } from '../../api/api-error.ts'
import type { Endpoint, EndpointInput } from '../../api/endpoint.ts'
import { useChange } from '../../api/queries.ts'
import { Loading } from '../../components/loading.tsx'
import { PlanSection } from '../act/plan-section.tsx'

interface FollowUpProps<PlanInput extends EndpointInput, Input extends EndpointInput> {
  readonly title: string
  /** What the button says. */
  readonly label: string
  readonly isDestructive?: boolean
  readonly makePlan: { readonly endpoint: Endpoint<PlanInput, Plan>; readonly input: PlanInput }
  readonly apply: {
    readonly endpoint: Endpoint<Input, Applied>
    readonly toInput: (plan: { action_id: string; root: string }) => Input
  }
  readonly onClose: () => void
}

/** An action that comes of another one, a retry or its undoing: planned, shown and confirmed as any. */
export function FollowUp<PlanInput extends EndpointInput, Input extends EndpointInput>(
  props: FollowUpProps<PlanInput, Input>,
) {
  const { title, label, isDestructive = false, makePlan, apply, onClose } = props
  const navigate = useNavigate()
  const planning = useChange(makePlan.endpoint)
  const applying = useChange(apply.endpoint, { refreshes: [listActions, showAction] })
  const [drift, setDrift] = useState<{ before: Plan }>()
  const plan = planning.data
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is opened
  useEffect(() => planning.mutate(makePlan.input), [])

  const confirm = async () => {
    if (plan === undefined) return
    try {
      const applied = await applying.mutateAsync(apply.toInput({ action_id: plan.action_id, root: plan.root }))
      onClose()
      await navigate({ to: '/actions/$action_id', params: { action_id: applied.action_id } })
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'plan_drifted') return
      applying.reset()
      setDrift({ before: plan })
      planning.mutate(makePlan.input)
    }
  }
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      {planning.isPending && plan === undefined ? (
        <Loading height={160} />
      ) : (
        <PlanSection
          plan={plan}
          label={label}
          isDestructive={isDestructive}
          names={new Map()}
          drift={plan === drift?.before ? undefined : drift}
          error={planning.error ?? applying.error}
          isApplying={applying.isPending}
          onApply={() => void confirm()}
          onChange={onClose}
        />
      )}
    </Modal>
  )
}
