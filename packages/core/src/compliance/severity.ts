/** How grave the issues of a device are: the worst of them. Codes are stored in statements; add at the end. */
export const severities = ['no_issues', 'warning', 'critical'] as const
export type Severity = (typeof severities)[number]

/** Of one issue. */
export type IssueSeverity = Exclude<Severity, 'no_issues'>

export function severityOfCode(code: number): Severity {
  const severity = severities[code]
  if (severity === undefined) throw new Error(`no severity has the code ${code}`)
  return severity
}

export function severityCode(severity: Severity): number {
  return severities.indexOf(severity)
}
