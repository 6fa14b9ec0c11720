import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { runTool, type ServiceManager, tryTool } from './service-manager.ts'
import { systemdUnit } from './systemd-unit.ts'

const unit = 'muster-agent.service'
const definition = `/etc/systemd/system/${unit}`

export const systemd: ServiceManager = {
  name: 'systemd',
  programPath: '/usr/local/bin/muster-agent',
  definition,
  findObstacle({ start }) {
    if (!existsSync('/etc/systemd/system')) {
      return 'This system has no systemd, the only service manager of Linux that this agent knows. Start "muster-agent run" by the one that you have.'
    }
    return start && !isRunning()
      ? 'systemd does not run here. To write the unit for its next start, as in an image that is being built, add --no-start.'
      : undefined
  },
  add(plan, { start }) {
    writeFileSync(definition, systemdUnit(plan), { mode: 0o644 })
    if (isRunning()) runTool('systemctl', 'daemon-reload')
    runTool('systemctl', 'enable', unit)
    if (start) runTool('systemctl', 'restart', unit)
  },
  remove() {
    tryTool('systemctl', 'disable', ...(isRunning() ? ['--now'] : []), unit)
    rmSync(definition, { force: true })
    if (isRunning()) runTool('systemctl', 'daemon-reload')
  },
  delegate(words) {
    if (!isInside()) return false
    // Stopping the unit would end us as well, and within it /etc cannot be written to.
    runTool('systemd-run', '--collect', '--unit=muster-agent-uninstall', ...words)
    return true
  },
}

/** As sd_booted(3) asks. */
function isRunning(): boolean {
  return existsSync('/run/systemd/system')
}

function isInside(): boolean {
  try {
    return isRunning() && readFileSync('/proc/self/cgroup', 'utf8').includes(`/${unit}`)
  } catch {
    return false
  }
}
