export interface UnitOptions {
  readonly program: string
  readonly stateDirectory: string
  /** Who the agent runs as; undefined: root, with no more than the same capabilities. */
  readonly user?: string | undefined
}

/**
 * What the agent needs of root's rights, and nothing else: to read what it scans, the programs' memory maps, and deleted
 * files that they still map; to have leases renewed, which for some DHCP clients is a signal to them. (No PrivateTmp: it
 * would hide /tmp from scans. No ProtectClock: it closes devices, which scans of boot records read; the clock is out of
 * reach all the same, without CAP_SYS_TIME and its system calls.)
 */
const capabilities = [
  'CAP_DAC_READ_SEARCH',
  'CAP_SYS_PTRACE',
  'CAP_CHECKPOINT_RESTORE',
  'CAP_KILL',
  'CAP_NET_ADMIN',
  'CAP_NET_RAW',
  'CAP_NET_BIND_SERVICE',
].join(' ')

/** The agent's unit, for the Debian package and for `muster-agent install`. */
export function systemdUnit({ program, stateDirectory, user }: UnitOptions): string {
  return `[Unit]
Description=Muster device agent
${user === undefined ? '' : 'Documentation=man:muster-agent(8)\n'}Wants=network-online.target
After=network-online.target
# Until the device is enrolled there is nothing to do; "muster-agent enrol" says how to start it.
ConditionPathExists=${stateDirectory}/identity.json
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=${program} run
Environment=MUSTER_AGENT_STATE_DIR=${stateDirectory}
Restart=always
RestartSec=5
# An enrolment that has ended ends the agent with this; started again it would only say so again.
RestartPreventExitStatus=78
TimeoutStopSec=30
# The agent stops what it started itself; a trial of a new version is a child of its launcher.
KillMode=mixed
${user === undefined ? '' : `User=${user}\nGroup=${user}\n`}${stateLines(stateDirectory)}UMask=0077

${user === undefined ? '' : `AmbientCapabilities=${capabilities}\n${secureBits}`}CapabilityBoundingSet=${capabilities}
NoNewPrivileges=yes
ProtectSystem=strict
${user === undefined ? leaseLines : ''}ProtectHome=read-only
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectHostname=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK AF_PACKET
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@resources @mount @swap @reboot @module @raw-io @clock @cpu-emulation @debug @obsolete
SystemCallFilter=setpriority sched_setscheduler sched_setaffinity ioprio_set setrlimit prlimit64
SystemCallErrorNumber=EPERM
# JavaScript is compiled while it runs: MemoryDenyWriteExecute would stop it.

[Install]
WantedBy=multi-user.target
`
}

/** clamscan asks access(2) first, which otherwise leaves out of account that its caller may read all. */
const secureBits = 'SecureBits=no-setuid-fixup\n'

/** Where dhclient, started by root, keeps what it does. */
const leaseLines = 'ReadWritePaths=-/var/lib/dhcp -/run\n'

/** systemd makes only directories below /var/lib. */
function stateLines(stateDirectory: string): string {
  const below = /^\/var\/lib\/([\w.-]+)$/.exec(stateDirectory)?.[1]
  return below === undefined
    ? `ReadWritePaths=${stateDirectory}\n`
    : `StateDirectory=${below}\nStateDirectoryMode=0700\n`
}
