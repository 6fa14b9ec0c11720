import { findActionType } from '@muster/core/action/find-action-type.ts'
import type { Plan } from '@muster/core/api/actions.ts'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { applyAction, listActions, planAction } from '../../api/actions.ts'
import { ApiError } from '../../api/api-error.ts'
import { countDevices, listDevices, showFacets } from '../../api/devices.ts'
import { useChange } from '../../api/queries.ts'
import { nothing, type Selection, toSelector } from '../../selection/selection.ts'
import { select } from '../../selection/use-selection.ts'
import { presetParams } from './preset-params.ts'

/** Parameters with the conveniences of the forms; what begins with a `_` is of the form alone, and is not sent. */
export type Params = Readonly<Record<string, unknown>>

/** An order as it comes to be: parameters, its plan, and its going out, bound to that very plan. */
export function useOrder(selection: Selection, typeName: string | undefined) {
  const navigate = useNavigate()
  const [paramsByType, setParamsByType] = useState<Readonly<Record<string, Params>>>({})
  const [plan, setPlan] = useState<Plan>()
  const [drift, setDrift] = useState<{ before: Plan }>()
  const planning = useChange(planAction)
  const applying = useChange(applyAction, { refreshes: [listActions, listDevices, countDevices, showFacets] })
  // A plan that arrives after the order was changed is of another order.
  const version = useRef(0)

  const params = typeName === undefined ? {} : (paramsByType[typeName] ?? presetParams(typeName))
  const order = { type: typeName ?? '', params: toSent(params), devices: toSelector(selection) }
  const isReady = typeName !== undefined && findActionType(typeName)?.check?.(order.params as never) === undefined

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
  return { params, setParams, isReady, planning, plan, drift, makePlan, forgetPlan, applying, apply }
}

function toSent(params: Params): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).filter(([key, value]) => !key.startsWith('_') && value !== undefined),
  )
}
