import { Button, Divider, Group, Stack, Text, Title } from '@mantine/core'
import { findActionType } from '@muster/core/action/find-action-type.ts'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { commandPolicyOf } from '../../components/command-policy.ts'
import { Empty } from '../../components/empty.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { countOfSelection } from '../../selection/selection.ts'
import { useSelection } from '../../selection/use-selection.ts'
import { describeOptions } from './command-options.ts'
import { CommandOptionsForm } from './command-options-form.tsx'
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
  const order = useOrder(selection, typeName)
  const { params, options, errors, isReady, planning, plan, drift, makePlan, forgetPlan, applying, apply } = order
  const policy = typeName === undefined ? undefined : commandPolicyOf(typeName, params)

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
              errors={errors}
              onChange={(next) => {
                order.setParams(next)
                forgetPlan()
              }}
            />
            {policy !== undefined && (
              <CommandOptionsForm
                key={typeName}
                policy={policy}
                options={options}
                errors={errors}
                onChange={(next) => {
                  order.setOptions(next)
                  forgetPlan()
                }}
              />
            )}
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
              label={findActionType(typeName)?.label ?? typeName}
              isDestructive={typeName === 'delete'}
              notes={policy === undefined ? [] : describeOptions(options, policy)}
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
