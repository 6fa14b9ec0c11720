import type { Command } from 'commander'

/** Adds a command; its long texts, which only its help shows, may be left out where no help is asked for. */
type AddCommand = (program: Command, asksForHelp: boolean) => void | Promise<void>

/** Every command, in the order of the help; each is loaded where it is used, as most need a library of their own. */
export const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  serve: async () => (await import('./serve.ts')).addServeCommand,
  act: async () => (await import('./act.ts')).addActCommand,
  action: async () => (await import('./action.ts')).addActionCommands,
  report: async () => (await import('./report.ts')).addReportCommands,
  device: async () => (await import('./device.ts')).addDeviceCommands,
  duplicate: async () => (await import('./duplicate.ts')).addDuplicateCommands,
  finding: async () => (await import('./finding.ts')).addFindingCommands,
  patch: async () => (await import('./patch.ts')).addPatchCommands,
  group: async () => (await import('./group.ts')).addGroupCommands,
  'identity-field': async () => (await import('./identity-field.ts')).addIdentityFieldCommands,
  policy: async () => (await import('./policy.ts')).addPolicyCommands,
  compliance: async () => (await import('./compliance.ts')).addComplianceCommands,
  'enrol-token': async () => (await import('./enrol-token.ts')).addEnrolTokenCommands,
  'agent-release': async () => (await import('./agent-release.ts')).addAgentReleaseCommands,
  app: async () => (await import('./app.ts')).addAppCommands,
  webhook: async () => (await import('./webhook.ts')).addWebhookCommands,
  retention: async () => (await import('./retention.ts')).addRetentionCommands,
  audit: async () => (await import('./audit.ts')).addAuditCommands,
}
