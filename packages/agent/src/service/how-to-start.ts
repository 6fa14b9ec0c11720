import { existsSync } from 'node:fs'

const units = ['/etc/systemd/system/muster-agent.service', '/lib/systemd/system/muster-agent.service']

/** What a person types after the enrolment. */
export function howToStart(): string {
  const isService = existsSync('/run/systemd/system') && units.some((path) => existsSync(path))
  return isService ? 'systemctl restart muster-agent' : 'muster-agent run'
}
