import type { ReactNode } from 'react'
import { DeleteForm } from './forms/delete-form.tsx'
import { ExemptForm } from './forms/exempt-form.tsx'
import { GroupForm } from './forms/group-form.tsx'
import { IdentityForm } from './forms/identity-form.tsx'
import { ScanForm } from './forms/scan-form.tsx'
import type { FieldErrors, Params } from './use-order.ts'

export interface FormProps {
  readonly params: Params
  /** By field, such as `params.path`. */
  readonly errors: FieldErrors
  readonly onChange: (params: Params) => void
}

/** A type without parameters needs none. */
const forms: Readonly<Record<string, (props: FormProps) => ReactNode>> = {
  exempt: ExemptForm,
  assign_to_group: GroupForm,
  scan_threats: ScanForm,
  're-identify': IdentityForm,
  delete: DeleteForm,
}

export function Forms({ typeName, ...props }: FormProps & { typeName: string }) {
  const Form = forms[typeName]
  return Form === undefined ? null : <Form {...props} />
}
