/**
 * What dpkg runs. Each copes with a machine whose first process is not systemd (a container, an image being built):
 * then the files are there, and somebody else starts the program.
 */
export const maintainerScripts = {
  postinst: `#!/bin/sh
set -e
state=/var/lib/muster-agent
if [ "$1" = configure ]; then
  if ! getent passwd muster-agent >/dev/null; then
    useradd --system --user-group --home-dir "$state" --no-create-home --shell /usr/sbin/nologin muster-agent
  fi
  install -d -m 0700 -o muster-agent -g muster-agent "$state"
  if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl enable --quiet muster-agent.service
    # It starts where the device is enrolled; after an upgrade this is the new version.
    systemctl restart muster-agent.service
  elif command -v systemctl >/dev/null; then
    systemctl enable --quiet muster-agent.service 2>/dev/null || true
  fi
  if command -v systemctl >/dev/null; then
    # In the sessions that begin from now on.
    systemctl --global enable --quiet muster-agent-notify.socket 2>/dev/null || true
  fi
  if [ ! -e "$state/identity.json" ]; then
    echo "muster-agent: enrol this device with: muster-agent enrol --server URL --token TOKEN"
  fi
fi
`,
  prerm: `#!/bin/sh
set -e
if [ "$1" = remove ] && command -v systemctl >/dev/null; then
  systemctl --global disable --quiet muster-agent-notify.socket 2>/dev/null || true
fi
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
  systemctl disable --now --quiet muster-agent.service || true
elif [ "$1" = remove ] && command -v systemctl >/dev/null; then
  systemctl disable --quiet muster-agent.service 2>/dev/null || true
fi
`,
  postrm: `#!/bin/sh
set -e
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || true
fi
if [ "$1" = purge ]; then
  rm -rf /var/lib/muster-agent
  if getent passwd muster-agent >/dev/null; then
    userdel muster-agent 2>/dev/null || echo "muster-agent: the user muster-agent stays: something of it still runs" >&2
  fi
fi
`,
} as const
