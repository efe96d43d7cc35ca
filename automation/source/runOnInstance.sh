#!/bin/bash
# Runs one target of Panther's own tool in a checkout of Panther, inside its development image. Systems Manager runs it as
# root, with the variables that it begins with; the exit codes are those of model/source/sourceExit.ts.
set -uo pipefail
exec 2>&1

home=${PANTHER_HOME:?}
checkout=$home/panther

fail() {
  echo "panther-source: $2"
  exit "$1"
}

# At a first boot the agent is there before user data has done its work.
[ -e "$home/ready" ] || cloud-init status --wait
[ -e "$home/ready" ] || fail 77 "what user data installs is not there yet (/var/log/cloud-init-output.log)"

# One run at a time. The lock ends with the process, whatever ends that.
exec 9>"$home/lock"
# The idle check holds it for a moment.
flock --wait 5 9 || fail 75 "another run has this instance"
touch "$home/active"

export HOME=${HOME:-/root}
output=$home/output
: >"$output"

prepare_checkout() {
  if [ ! -d "$checkout/.git" ]; then
    rm -rf "$checkout"
    git clone --quiet --no-checkout "$PANTHER_REPOSITORY" "$checkout" || return 1
  fi
  cd "$checkout" || return 1
  git remote set-url origin "$PANTHER_REPOSITORY"
  git fetch --quiet --force --tags origin || return 1
  git rev-parse --quiet --verify "refs/tags/$PANTHER_TAG^{commit}" >/dev/null ||
    fail 78 "$PANTHER_REPOSITORY has no tag $PANTHER_TAG"
  git checkout --quiet --force --detach "refs/tags/$PANTHER_TAG"
}

# Values are put where the release's own file has something: a name that it does not know would be left out in silence.
write_settings() {
  python3 - <<'PYTHON'
import base64, json, os, sys
import yaml

wanted = json.loads(base64.b64decode(os.environ["PANTHER_SETTINGS"]))
file = "deployments/panther_config.yml"
with open(file, encoding="utf-8") as stream:
    config = yaml.safe_load(stream)

def typed(before, text):
    if isinstance(before, bool):
        return text.lower() == "true"
    if isinstance(before, int):
        return int(text)
    if isinstance(before, list) or before is None:
        return [part.strip() for part in text.split(",") if part.strip()]
    return text

unknown = []
for place, text in wanted["pantherConfig"].items():
    *parents, name = place.split(".")
    mapping = config
    for parent in parents:
        mapping = mapping.get(parent) if isinstance(mapping, dict) else None
    if isinstance(mapping, dict) and name in mapping:
        mapping[name] = typed(mapping[name], text)
    else:
        unknown.append(place)
if unknown:
    sys.exit("panther-source: " + file + " of this release has no " + ", ".join(unknown))
if wanted["pantherConfig"]:
    with open(file, "w", encoding="utf-8") as stream:
        yaml.safe_dump(config, stream, sort_keys=False)
if wanted["rootConfig"]:
    libraries = config["Infra"]["PipLayer"]
    with open("deployments/root_config.yml", "w", encoding="utf-8") as stream:
        yaml.safe_dump({**wanted["rootConfig"], "PipLayer": libraries}, stream, sort_keys=False)
PYTHON
}

# The tool and its libraries take credentials of this profile, and get new ones by themselves before they run out.
write_profile() {
  mkdir -p "$home/aws"
  cat >"$home/aws/config" <<CONFIG
[profile panther-deployment]
role_arn = $PANTHER_ROLE_ARN
role_session_name = panther-source
credential_source = Ec2InstanceMetadata
region = $AWS_REGION
CONFIG
}

# dev.sh opens a shell in the development image, at a terminal. Here it is one command without a terminal, with the profile.
write_docker() {
  mkdir -p "$home/bin"
  cat >"$home/bin/docker" <<'DOCKER'
#!/bin/bash
[ "${1:-}" = run ] || exec "$PANTHER_DOCKER" "$@"
options=()
for word in "$@"; do
  case $word in -it | -ti | -t | --tty) ;; *) options+=("$word") ;; esac
done
image=${options[-1]}
unset 'options[-1]'
exec "$PANTHER_DOCKER" "${options[@]}" --interactive --name panther-source \
  --volume "$PANTHER_HOME/aws:/panther-aws:ro" \
  --env AWS_CONFIG_FILE=/panther-aws/config --env AWS_PROFILE=panther-deployment --env AWS_SDK_LOAD_CONFIG=1 \
  --env AWS_DEFAULT_REGION="$AWS_REGION" --env STACK --env EMAIL --env PARAMS \
  "${PANTHER_IMAGE:-$image}" bash -c "$PANTHER_COMMAND"
DOCKER
  chmod 755 "$home/bin/docker"
}

answers() {
  echo "$PANTHER_FIRST_ANSWER"
  exec yes "$PANTHER_OTHER_ANSWERS"
}

echo "panther-source: $PANTHER_WORK of $PANTHER_TAG"
prepare_checkout || fail 1 "the checkout of $PANTHER_REPOSITORY failed"
[ -f dev.sh ] || fail 78 "$PANTHER_TAG has no dev.sh"
write_settings || exit 78
write_profile
write_docker

# What another version has built is not this one's.
setup=$PANTHER_SETUP
if [ -e "$home/built" ] && [ "$(cat "$home/built")" != "$PANTHER_TAG" ]; then setup=$PANTHER_SETUP_AFTER_OTHER; fi
echo "$PANTHER_TAG" >"$home/built"
PANTHER_DOCKER=$(command -v docker) || fail 77 "docker is not installed"
PANTHER_COMMAND="$setup </dev/null && $PANTHER_TARGET"
export PANTHER_DOCKER PANTHER_COMMAND
# A container goes on when whoever started it is killed. The lock says that nobody waits for this one.
docker rm --force panther-source >/dev/null 2>&1
# Keys in the environment would come before the profile.
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN

echo "panther-source: $PANTHER_COMMAND"
# The lock is not handed on: what outlives this would keep it.
{
  PATH="$home/bin:$PATH" bash ./dev.sh < <(answers) | tee "$output"
  status=${PIPESTATUS[0]}
} 9>&-
touch "$home/active"
# Each build leaves images that no name leads to, and the disk is not large.
docker image prune --force >/dev/null 2>&1
if [ "$status" -ne 0 ] && grep --quiet --extended-regexp "$PANTHER_EXPIRED" "$output"; then
  fail 76 "credentials ran out on the way"
fi
# The tool's own codes must not be taken for those above.
[ "$status" -lt 75 ] || [ "$status" -gt 78 ] || status=1
exit "$status"
