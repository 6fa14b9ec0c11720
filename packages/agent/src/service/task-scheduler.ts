import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { escapeXml } from './launchd.ts'
import { runTool, type ServiceManager, type ServicePlan, tryTool } from './service-manager.ts'

const task = 'Muster agent'

/**
 * A task that starts with the system, as SYSTEM: a Windows service would have to speak the service controller's own
 * protocol. Written from Microsoft's documentation of the task's XML, and not tried yet: no test here runs on Windows.
 */
export const taskScheduler: ServiceManager = {
  name: 'task-scheduler',
  programPath: join(process.env.ProgramFiles ?? 'C:\\Program Files', 'Muster', 'muster-agent.exe'),
  definition: null,
  findObstacle: () => undefined,
  add(plan, { start }) {
    const file = join(tmpdir(), `muster-agent-${process.pid}.xml`)
    writeFileSync(file, `\ufeff${taskXml(plan)}`, 'utf16le')
    try {
      runTool('schtasks', '/Create', '/TN', task, '/XML', file, '/F')
    } finally {
      rmSync(file, { force: true })
    }
    if (start) runTool('schtasks', '/Run', '/TN', task)
  },
  remove() {
    tryTool('schtasks', '/End', '/TN', task)
    tryTool('schtasks', '/Delete', '/TN', task, '/F')
  },
}

export function taskXml({ program, stateDirectory }: ServicePlan): string {
  const words = `run --state-dir "${stateDirectory}"`
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Muster device agent</Description></RegistrationInfo>
  <Triggers><BootTrigger><Enabled>true</Enabled></BootTrigger></Triggers>
  <Principals>
    <Principal id="Author"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel></Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure><Interval>PT1M</Interval><Count>999</Count></RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec><Command>${escapeXml(program)}</Command><Arguments>${escapeXml(words)}</Arguments></Exec>
  </Actions>
</Task>
`
}
