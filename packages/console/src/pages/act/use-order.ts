import { notifications } from '@mantine/notifications'
import { findActionType } from '@muster/core/action/find-action-type.ts'
import type { Applied, Plan } from '@muster/core/api/actions.ts'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { applyAction, listActions, planAction } from '../../api/actions.ts'
import { ApiError } from '../../api/api-error.ts'
import { countDevices, listDevices, showFacets } from '../../api/devices.ts'
import { useChange } from '../../api/queries.ts'
import { countOf } from '../../components/count.ts'
import { nothing, type Selection, toSelector } from '../../selection/selection.ts'
import { select } from '../../selection/use-selection.ts'
import type { CommandOptions } from './command-options.ts'
import { presetParams } from './preset-params.ts'

/** Parameters with the conveniences of the forms; what begins with a `_` is of the form alone, and is not sent. */
export type Params = Readonly<Record<string, unknown>>

/** What the server refused, or would: a sentence by field, such as `params.path`. */
export type FieldErrors = Readonly<Record<string, string | undefined>>

/** An order as it comes to be: parameters, its plan, and its going out, bound to that very plan. */
export function useOrder(selection: Selection, typeName: string | undefined) {
  const navigate = useNavigate()
  const [paramsByType, setParamsByType] = useState<Readonly<Record<string, Params>>>({})
  const [optionsByType, setOptionsByType] = useState<Readonly<Record<string, CommandOptions>>>({})
  const [plan, setPlan] = useState<Plan>()
  const [drift, setDrift] = useState<{ before: Plan }>()
  const planning = useChange(planAction)
  const applying = useChange(applyAction, { refreshes: [listActions, listDevices, countDevices, showFacets] })
  // A plan that arrives after the order was changed is of another order.
  const version = useRef(0)

  const params = typeName === undefined ? {} : (paramsByType[typeName] ?? presetParams(typeName))
  const options = typeName === undefined ? {} : (optionsByType[typeName] ?? {})
  const order = { type: typeName ?? '', params: toSent(params), devices: toSelector(selection), ...options }
  const fault = typeName === undefined ? undefined : findActionType(typeName)?.check?.(order.params as never)
  // Left out, the server would take its default group: nobody has said that.
  const isGroupMissing = typeName === 'assign_to_group' && order.params.group_id === undefined
  const isReady = typeName !== undefined && fault === undefined && !isGroupMissing
  const errors: FieldErrors = {
    ...(fault && { [`params.${fault.field}`]: fault.message }),
    ...fieldErrorsOf(planning.error ?? applying.error),
  }

  const forgetPlan = () => {
    version.current += 1
    setPlan(undefined)
    setDrift(undefined)
    planning.reset()
    applying.reset()
  }
  const makePlan = async (): Promise<Plan | undefined> => {
    version.current += 1
    const mine = version.current
    const made = await planning.mutateAsync({ body: order }).catch(() => undefined)
    if (made !== undefined && mine === version.current) setPlan(made)
    return made
  }
  const apply = async () => {
    if (plan === undefined) return
    try {
      const applied = await applying.mutateAsync({
        body: { ...order, plan: { action_id: plan.action_id, root: plan.root } },
        query: { targets: false },
      })
      tellSuperseded(applied.superseded)
      select(nothing)
      await navigate({ to: '/actions/$action_id', params: { action_id: applied.action_id } })
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'plan_drifted') return
      applying.reset()
      if ((await makePlan()) !== undefined) setDrift({ before: plan })
    }
  }
  const setParams = (next: Params) => {
    if (typeName !== undefined) setParamsByType({ ...paramsByType, [typeName]: next })
  }
  const setOptions = (next: CommandOptions) => {
    if (typeName !== undefined) setOptionsByType({ ...optionsByType, [typeName]: next })
  }
  return {
    params,
    setParams,
    options,
    setOptions,
    errors,
    isReady,
    planning,
    plan,
    drift,
    makePlan,
    forgetPlan,
    applying,
    apply,
  }
}

function toSent(params: Params): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).filter(([key, value]) => !key.startsWith('_') && value !== undefined),
  )
}

function fieldErrorsOf(error: ApiError | null): FieldErrors {
  return Object.fromEntries((error?.errors ?? []).map(({ field, message }) => [field, message]))
}

function tellSuperseded(superseded: Applied['superseded']): void {
  if (superseded === undefined || superseded.closed + superseded.asked_to_stop === 0) return
  const { closed, asked_to_stop } = superseded
  notifications.show({
    message: `Of the same kind, ${countOf(closed, 'older order')} ended; ${countOf(asked_to_stop, 'device is', 'devices are')} asked to stop.`,
  })
}
