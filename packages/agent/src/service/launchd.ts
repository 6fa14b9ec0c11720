import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { runTool, type ServiceManager, type ServicePlan, tryTool } from './service-manager.ts'

const label = 'io.muster.agent'
const definition = `/Library/LaunchDaemons/${label}.plist`

/** Written from launchd.plist(5), and not tried yet: no test here runs on macOS. */
export const launchd: ServiceManager = {
  name: 'launchd',
  programPath: '/usr/local/bin/muster-agent',
  definition,
  findObstacle: () =>
    existsSync('/Library/LaunchDaemons') ? undefined : 'This system has no /Library/LaunchDaemons, and so no launchd.',
  add(plan, { start }) {
    writeFileSync(definition, launchdPlist(plan), { mode: 0o644 })
    if (!start) return
    tryTool('launchctl', 'bootout', `system/${label}`)
    runTool('launchctl', 'bootstrap', 'system', definition)
  },
  remove() {
    rmSync(definition, { force: true })
    // Last: it ends what runs below the job, which may be us.
    tryTool('launchctl', 'bootout', `system/${label}`)
  },
}

export function launchdPlist({ program, stateDirectory, user }: ServicePlan): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key><string>${label}</string>
  <key>ProgramArguments</key>
  <array><string>${escapeXml(program)}</string><string>run</string></array>
  <key>EnvironmentVariables</key>
  <dict><key>MUSTER_AGENT_STATE_DIR</key><string>${escapeXml(stateDirectory)}</string></dict>${
    user === undefined ? '' : `\n  <key>UserName</key><string>${escapeXml(user)}</string>`
  }
  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key>
  <dict><key>SuccessfulExit</key><false/></dict>
  <key>ThrottleInterval</key><integer>10</integer>
  <key>ProcessType</key><string>Background</string>
</dict>
</plist>
`
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
