import { Box, Group, Paper, SegmentedControl, Stack, TagsInput, Text, Title } from '@mantine/core'
import type { PolicyCheck } from '@muster/core/api/compliance.ts'
import type { CheckName } from '@muster/core/compliance/check-name.ts'
import { checkWords } from '@muster/core/compliance/describe-check.ts'
import { LengthField } from '../../components/length-field.tsx'
import { checkExplanations } from './check-explanations.ts'
import { describeRule } from './describe-policy.ts'

interface RuleRowProps {
  readonly check: CheckName
  /** Undefined: it does not count. */
  readonly rule: PolicyCheck | undefined
  /** Without it the rule is only read. */
  readonly onChange: ((rule: PolicyCheck | undefined) => void) | undefined
}

const ways = [
  { value: 'none', label: 'Does not count' },
  { value: 'warning', label: 'Warning' },
  { value: 'critical', label: 'Critical' },
]

/** One check: what it looks at, and how it counts. */
export function RuleRow({ check, rule, onChange }: RuleRowProps) {
  return (
    <Paper withBorder p="md" component="section" aria-label={checkWords[check]}>
      <Group justify="space-between" align="flex-start" gap="md">
        <Box flex="1 1 260px">
          <Title order={2} size="h6">
            {checkWords[check]}
          </Title>
          <Text size="sm" c="dimmed">
            {checkExplanations[check]}
          </Text>
        </Box>
        {onChange === undefined ? (
          <Text size="sm" {...(rule === undefined && { c: 'dimmed' })} style={{ overflowWrap: 'anywhere' }}>
            {describeRule(rule)}
          </Text>
        ) : (
          <RuleFields check={check} rule={rule} onChange={onChange} />
        )}
      </Group>
    </Paper>
  )
}

function RuleFields({ check, rule, onChange }: RuleRowProps & { onChange: NonNullable<RuleRowProps['onChange']> }) {
  const name = checkWords[check]
  const choose = (way: string) => {
    if (way === 'none') return onChange(undefined)
    const names = check === 'unwanted_software' ? { names: rule?.names ?? [] } : {}
    onChange({ check, ...names, ...rule, severity: way as PolicyCheck['severity'] })
  }
  return (
    <Stack gap="xs" flex="0 1 330px">
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={`How “${name}” counts`}
        data={ways}
        value={rule?.severity ?? 'none'}
        onChange={choose}
      />
      {rule !== undefined && (
        <LengthField
          label="Counts after failing for"
          description=""
          seconds={rule.grace_seconds ?? 0}
          onChange={(seconds = 0) => onChange({ ...rule, grace_seconds: seconds })}
        />
      )}
      {rule?.names !== undefined && (
        <TagsInput
          size="xs"
          label="Packages that are not wanted"
          description="Enter or a comma ends a name."
          error={rule.names.length === 0 && 'Name at least one.'}
          value={[...rule.names]}
          onChange={(names) => onChange({ ...rule, names })}
        />
      )}
    </Stack>
  )
}
