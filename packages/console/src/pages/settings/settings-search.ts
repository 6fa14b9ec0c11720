const tabs = ['general', 'identity', 'policy', 'retention', 'releases', 'duplicates'] as const
export type SettingsTab = (typeof tabs)[number]

export function readSettingsSearch({ tab }: Record<string, unknown>): { tab?: SettingsTab | undefined } {
  return tabs.some((one) => one === tab) ? { tab: tab as SettingsTab } : {}
}
