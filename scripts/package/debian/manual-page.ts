/** muster-agent(8). */
export function manualPage(version: string): string {
  return String.raw`.TH MUSTER-AGENT 8 "" "muster-agent ${version}" "System administration"
.SH NAME
muster-agent \- the Muster device agent
.SH SYNOPSIS
.B muster-agent
.I command
.RI [ options ]
.SH DESCRIPTION
Holds one connection to a Muster server and obeys only commands that the account's key signed, each exactly once.
.SH COMMANDS
.TP
.B enrol \-\-server \fIURL\fP \-\-token \fITOKEN\fP
Make this device known to a server. As root, the files are given to the user muster-agent where the directory is that
user's, and the service can be started:
.B systemctl start muster-agent
.TP
.B run
Connect, and carry out commands until stopped. The service does this.
.TP
.B status
What this agent is, and how it stands with its server.
.TP
.B identify
Answer what is asked of this device's user.
.TP
.B notify
Shows it to the user at the desk, in that user's session. The user unit muster-agent-notify.socket starts it when it is
needed.
.TP
.B retire
End this device's enrolment.
.TP
.B install, uninstall
Keep the agent running by this machine's service manager, or end that. Not needed where this package is installed.
.PP
.B muster-agent \fIcommand\fP \-\-help
tells the options of each.
.SH FILES
.TP
.I /var/lib/muster-agent
Key, journal, logs, reports, and a version that came from the server; the user muster-agent's alone.
.SH SIGNALS
SIGTERM and SIGINT end it: what runs may finish for ten seconds, the rest is reported at the next start.
`
}
