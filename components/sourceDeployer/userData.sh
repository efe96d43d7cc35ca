#!/bin/bash
# Makes of Amazon Linux 2023 a machine that builds Panther. Runs once, at the first boot. There are no secrets in it: whoever
# may describe the instance reads it.
set -euo pipefail

home=${PANTHER_HOME:?}
mkdir -p "$home"
dnf install --assumeyes --quiet docker git python3-pyyaml
systemctl enable --now docker

install -m 755 /dev/stdin /usr/local/sbin/panther-source-idle <<'IDLE'
#!/bin/bash
# Powers the machine off, which stops the instance, when nothing has been done for so many minutes.
set -uo pipefail
home=${PANTHER_HOME:?}
minutes=${PANTHER_IDLE_MINUTES:?}
busy() {
  # A command, a container, a person in a session of Session Manager.
  ! flock --nonblock "$home/lock" true || [ -n "$(docker ps --quiet)" ] || pgrep --full ssm-session-worker >/dev/null
}
if busy; then
  touch "$home/active"
  exit 0
fi
# Whoever has just started it has yet to begin.
read -r up _ </proc/uptime
[ "${up%.*}" -ge $((minutes * 60)) ] || exit 0
[ -z "$(find "$home/active" -mmin "-$minutes" 2>/dev/null)" ] || exit 0
systemctl poweroff
IDLE

cat >/etc/systemd/system/panther-source-idle.service <<SERVICE
[Unit]
Description=Stop when nothing is built
[Service]
Type=oneshot
Environment=PANTHER_HOME=$home PANTHER_IDLE_MINUTES=${PANTHER_IDLE_MINUTES:?}
ExecStart=/usr/local/sbin/panther-source-idle
SERVICE
cat >/etc/systemd/system/panther-source-idle.timer <<'TIMER'
[Unit]
Description=Look every five minutes whether anything is built
[Timer]
OnBootSec=5min
OnUnitActiveSec=5min
[Install]
WantedBy=timers.target
TIMER
systemctl daemon-reload
systemctl enable --now panther-source-idle.timer

touch "$home/active" "$home/ready"
