import { Button, Divider, Group, Stack, Text, Title } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Empty } from '../../components/empty.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { countOfSelection } from '../../selection/selection.ts'
import { useSelection } from '../../selection/use-selection.ts'
import { Forms } from './param-forms.tsx'
import { PlanSection } from './plan-section.tsx'
import { SelectionSummary } from './selection-summary.tsx'
import { TypeChoice } from './type-choice.tsx'
import { useOrder } from './use-order.ts'
import { useSelectedDevices } from './use-selected-devices.ts'

/** Devices → action → parameters → the plan → confirmed. What was shown is what is applied. */
export function ActPage() {
  const selection = useSelection()
  const known = useSelectedDevices(selection)
  const { type: asked } = useSearch({ from: '/app/act' })
  const [typeName, setTypeName] = useState(asked)
  const { params, setParams, isReady, planning, plan, drift, makePlan, forgetPlan, applying, apply } = useOrder(
    selection,
    typeName,
  )

  if (countOfSelection(selection) === 0) {
    return (
      <>
        <PageHead title="Act" />
        <Empty title="No devices are selected">
          Tick them in the <TextLink to="/devices">list of devices</TextLink>, or select all that match a filter there.
        </Empty>
      </>
    )
  }
  return (
    <>
      <PageHead title="Act on devices" />
      <Stack maw={900} gap="lg">
        <SelectionSummary selection={selection} />
        <section aria-labelledby="choose-action">
          <Title order={2} size="h4" id="choose-action" mb="sm">
            What to do
          </Title>
          <TypeChoice
            known={known}
            chosen={typeName}
            onChoose={(name) => {
              setTypeName(name)
              forgetPlan()
            }}
          />
        </section>
        {typeName !== undefined && (
          <>
            <Forms
              typeName={typeName}
              params={params}
              onChange={(next) => {
                setParams(next)
                forgetPlan()
              }}
            />
            {plan === undefined && (
              <Group>
                <Button onClick={() => void makePlan()} loading={planning.isPending} disabled={!isReady}>
                  Show the plan
                </Button>
                <Text size="sm" c="dimmed">
                  Nothing is done yet: you see first what would be done on which device.
                </Text>
              </Group>
            )}
          </>
        )}
        {(plan !== undefined || planning.error !== null) && typeName !== undefined && (
          <>
            <Divider />
            <PlanSection
              plan={plan}
              typeName={typeName}
              names={known.names}
              drift={drift}
              error={planning.error ?? applying.error}
              isApplying={applying.isPending}
              onApply={() => void apply()}
              onChange={forgetPlan}
            />
          </>
        )}
      </Stack>
    </>
  )
}
