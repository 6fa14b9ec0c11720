import { Button, Group, Select, Switch, TagsInput, TextInput } from '@mantine/core'
import { type IdentityField, type IdentityKind, identityKinds } from '@muster/core/identity/identity-question.ts'

interface IdentityFieldRowProps {
  readonly number: number
  readonly field: IdentityField
  readonly onChange: (field: IdentityField) => void
  /** Undefined: it is the last one, and one there must be. */
  readonly onRemove: (() => void) | undefined
}

export function IdentityFieldRow({ number, field, onChange, onRemove }: IdentityFieldRowProps) {
  const changeKind = (kind: IdentityKind) => {
    const { choices: _, length_max: __, ...rest } = field
    onChange({ ...rest, kind, ...(kind === 'choice' && { choices: ['Yes', 'No'] }) })
  }
  return (
    <Group align="flex-end" gap="sm" role="group" aria-label={`Field ${number}`}>
      <TextInput
        label="Question"
        required
        withAsterisk={false}
        w={240}
        value={field.label}
        onChange={({ currentTarget }) => onChange({ ...field, label: currentTarget.value })}
      />
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        w={150}
        value={field.name}
        onChange={({ currentTarget }) => onChange({ ...field, name: currentTarget.value })}
      />
      <Select
        label="Kind"
        w={110}
        data={[...identityKinds]}
        value={field.kind}
        allowDeselect={false}
        onChange={(kind) => changeKind(kind as IdentityKind)}
      />
      {field.kind === 'choice' && (
        <TagsInput
          label="Choices"
          w={260}
          value={[...(field.choices ?? [])]}
          onChange={(choices) => onChange({ ...field, choices })}
        />
      )}
      <Switch
        label="Required"
        mb={8}
        checked={field.required}
        onChange={({ currentTarget }) => onChange({ ...field, required: currentTarget.checked })}
      />
      {onRemove !== undefined && (
        <Button variant="default" onClick={onRemove} aria-label={`Remove the field ${field.label}`}>
          Remove
        </Button>
      )}
    </Group>
  )
}
