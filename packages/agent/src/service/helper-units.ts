/**
 * The units of a user's helper, for the Debian package: systemd listens in each user's session, and starts the helper
 * when the agent has something to show.
 */
export function helperUnits(program: string): { readonly socket: string; readonly service: string } {
  return {
    // To connect takes the right to write; the runtime directory lets in only its user, root, and the agent.
    socket: `[Unit]
Description=Where the Muster device agent shows what it asks this user
ConditionUser=!@system

[Socket]
ListenStream=%t/muster-agent/notify.sock
SocketMode=0666
DirectoryMode=0700

[Install]
WantedBy=sockets.target
`,
    service: `[Unit]
Description=Shows what the Muster device agent asks this user
Documentation=man:muster-agent(8)
ConditionUser=!@system

[Service]
ExecStart=${program} notify
UMask=0077
NoNewPrivileges=yes
RestrictAddressFamilies=AF_UNIX
RestrictRealtime=yes
LockPersonality=yes
SystemCallArchitectures=native
`,
  }
}
