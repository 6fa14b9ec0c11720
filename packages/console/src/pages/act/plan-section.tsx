import { Accordion, Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import type { Plan } from '@muster/core/api/actions.ts'
import { useEffect, useRef } from 'react'
import { countOf } from '../../components/count.ts'
import { icons } from '../../components/icons.tsx'
import { Problem } from '../../components/problem.tsx'
import { Dot } from '../../components/status-dot.tsx'
import { ConfirmApply } from './confirm-apply.tsx'
import { describeDrift } from './describe-drift.ts'
import { groupOutcomes } from './group-outcomes.ts'
import { OutcomeList } from './outcome-list.tsx'

interface PlanSectionProps {
  readonly plan: Plan | undefined
  /** What is done, in a word or two; the button says it. */
  readonly label: string
  /** Asks for the number of devices to be typed. */
  readonly isDestructive?: boolean
  /** What goes with it, in sentences. */
  readonly notes?: readonly string[]
  /** Host names, as far as they are known here. */
  readonly names: ReadonlyMap<string, string>
  /** The plan that was confirmed, and no longer held. */
  readonly drift: { readonly before: Plan } | undefined
  readonly error: unknown
  readonly isApplying: boolean
  readonly onApply: () => void
  /** Back to the parameters. */
  readonly onChange: () => void
}

/** What would happen on each device, grouped by verdict. The button below applies exactly this, or nothing. */
export function PlanSection(props: PlanSectionProps) {
  const { plan, label, isDestructive = false, notes = [], names, drift, error, isApplying, onApply, onChange } = props
  const heading = useRef<HTMLHeadingElement>(null)
  const planId = plan?.action_id
  // Who works by keyboard or hears the page is taken to what is new.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each new plan
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    heading.current?.scrollIntoView({ block: 'start', behavior: 'smooth' })
  }, [planId])
  const groups = plan === undefined ? [] : groupOutcomes(plan)
  const applying = groups
    .filter(({ verdict }) => verdict === 'applies')
    .reduce((sum, { outcomes }) => sum + outcomes.length, 0)
  return (
    <Stack component="section" aria-labelledby="plan">
      <Title order={2} size="h4" id="plan" tabIndex={-1} ref={heading} style={{ outline: 'none', scrollMarginTop: 64 }}>
        The plan: {label.toLowerCase()}
      </Title>
      {drift !== undefined && plan !== undefined && (
        <Alert
          color="yellow"
          variant="outline"
          icon={icons.warning}
          role="alert"
          title="The devices have changed since the plan was made; nothing was done"
        >
          <Text size="sm">{describeDrift(drift.before, plan)}</Text>
          <Text size="sm">Below is the new plan. Confirm it, if it is what you want.</Text>
        </Alert>
      )}
      {error !== null && error !== undefined && <Problem error={error} title="That did not work; nothing was done" />}
      {plan !== undefined && (
        <>
          <Accordion multiple variant="separated" chevronPosition="left" order={3}>
            {groups.map(({ key, color, title, sentence, outcomes }) => (
              <Accordion.Item key={key} value={key}>
                <Accordion.Control>
                  <Group gap="sm">
                    <Dot color={color}>{`${title}: ${countOf(outcomes.length, 'device')}`}</Dot>
                    {sentence !== undefined && (
                      <Text size="sm" c="dimmed" span>
                        {sentence}
                      </Text>
                    )}
                  </Group>
                </Accordion.Control>
                <Accordion.Panel>
                  <OutcomeList outcomes={outcomes} names={names} />
                </Accordion.Panel>
              </Accordion.Item>
            ))}
          </Accordion>
          {applying === 0 ? (
            <Group>
              <Text>There is nothing to do: it applies to none of these devices, or they are so already.</Text>
              <Button variant="default" onClick={onChange}>
                Choose something else
              </Button>
            </Group>
          ) : (
            <ConfirmApply
              label={label}
              count={applying}
              isDestructive={isDestructive}
              notes={notes}
              isApplying={isApplying}
              onApply={onApply}
              onChange={onChange}
            />
          )}
        </>
      )}
    </Stack>
  )
}
