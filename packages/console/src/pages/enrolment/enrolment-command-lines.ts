export interface SystemCommands {
  readonly id: string
  readonly name: string
  /** What must be there first. */
  readonly note: string
  readonly lines: readonly string[]
}

/** What to paste on each system. The last entry is the enrolment alone, as it is everywhere. */
export function enrolmentCommands(serverUrl: string, token: string): SystemCommands[] {
  const enrol = `enrol --server ${serverUrl} --token ${token}`
  const asRoot = [`sudo ./muster-agent ${enrol}`, 'sudo ./muster-agent install']
  return [
    {
      id: 'debian',
      name: 'Debian, Ubuntu',
      note: 'With the package beside you, made by “npm run package -- agent”:',
      lines: ['sudo dpkg -i muster-agent_*.deb', `sudo muster-agent ${enrol}`, 'sudo systemctl restart muster-agent'],
    },
    {
      id: 'linux',
      name: 'Other Linux',
      note: 'With the program “muster-agent” in the present directory:',
      lines: asRoot,
    },
    { id: 'mac', name: 'macOS', note: 'With the program “muster-agent” in the present directory:', lines: asRoot },
    {
      id: 'windows',
      name: 'Windows',
      note: 'In a PowerShell that runs as administrator, with “muster-agent.exe” in the present directory:',
      lines: [`.\\muster-agent.exe ${enrol}`, '.\\muster-agent.exe install'],
    },
    {
      id: 'alone',
      name: 'Enrolled alone',
      note: 'Where the agent is installed already:',
      lines: [`muster-agent ${enrol}`],
    },
  ]
}
