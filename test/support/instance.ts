// A machine that builds Panther, as far as a folder and faked commands go: git, docker and dev.sh.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { deployerHome } from "../../model/source/sourceNames.ts";

export interface FakeInstance {
  readonly home: string;
  readonly folder: string;
  /** Runs a script as Systems Manager does, with what it has in it of this machine's places. */
  run(script: string): Promise<{ readonly code: number; readonly output: string }>;
  /** The same without waiting for its end, as the leader of a group of processes. */
  start(script: string): Promise<ChildProcess>;
  /** What `docker run` was given, one call a list. */
  dockerCalls(): Promise<readonly (readonly string[])[]>;
  /** What stands in a file of the checkout. */
  inCheckout(file: string): Promise<string>;
  close(): Promise<void>;
}

const pantherConfig = `# Comment
Infra:
  PipLayer:
    - policyuniverse==1.3.2.2
    - requests==2.23.0
  LogProcessorLambdaMemorySize: 2048
Monitoring:
  CloudWatchLogRetentionDays: 365
  Debug: false
Setup:
  FirstUser:
    GivenName: ''
    FamilyName: ''
    Email: ''
  OnboardSelf: true
  LogSubscriptions:
    PrincipalARNs:
`;

/** As in Panther's repository at v1.16: a shell in the image, at a terminal. */
const devScript = `#! /bin/bash
docker run \\
    -v $(pwd):/code \\
    -v /var/run/docker.sock:/var/run/docker.sock \\
    -e AWS_ACCESS_KEY_ID \\
    -e AWS_REGION=$(if [ -z "$AWS_REGION" ]; then echo $AWS_DEFAULT_REGION; else echo $AWS_REGION; fi) \\
    -it \\
    --rm \\
    pantherlabs/panther-development-pack:latest
`;

/**
 * @param mage What the development image's `mage` does: a bash script. Its first argument is the target, and its input what
 *   the tool would read.
 */
export async function fakeInstance(mage = "exit 0"): Promise<FakeInstance> {
  const folder = await mkdtemp(join(tmpdir(), "panther-source-"));
  const home = join(folder, "home");
  const commands = join(folder, "commands");
  const image = join(folder, "image");
  const origin = join(folder, "origin");
  for (const path of [home, commands, image, join(origin, "deployments")]) await mkdir(path, { recursive: true });
  await writeFile(join(home, "ready"), "");
  await writeFile(join(origin, "dev.sh"), devScript, { mode: 0o755 });
  await writeFile(join(origin, "deployments", "panther_config.yml"), pantherConfig);
  const git = (...args: readonly string[]) =>
    execa("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: origin });
  await git("init", "--quiet");
  await git("add", ".");
  await git("commit", "--quiet", "--message", "v1.16.0");
  await git("tag", "v1.16.0");
  await git("tag", "v1.15.3");
  await writeFile(join(image, "mage"), `#!/bin/bash\n${mage}\n`, { mode: 0o755 });
  // A container is its command, with what is handed in by --env and what the image has.
  await writeFile(
    join(commands, "docker"),
    `#!/bin/bash
printf '%s\\n' "$@" --end-- >>${join(folder, "docker.log")}
[ "$1" = run ] || exit 0
while [ "$1" != bash ]; do shift; done
PATH=${image}:$PATH exec "$@"
`,
    { mode: 0o755 },
  );
  // What it waits for makes the machine ready, where a test has said so.
  await writeFile(
    join(commands, "cloud-init"),
    `#!/bin/bash\n[ ! -e ${join(folder, "boots")} ] || touch ${join(home, "ready")}\n`,
    { mode: 0o755 },
  );
  // As on a machine on which somebody has exported keys.
  const keys = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "c0ffee00c0ffee00" };
  const env = { PATH: `${commands}:${process.env.PATH}`, HOME: folder, ...keys };
  const written = async (script: string) => {
    const file = join(folder, "script.sh");
    const text = script.replaceAll(deployerHome, home).replaceAll(/https:\/\/\S+\.git/g, origin);
    await writeFile(file, text, { mode: 0o755 });
    return file;
  };
  return {
    home,
    folder,
    async run(script) {
      const options = { env, extendEnv: false, all: true, reject: false, stdin: "ignore", cwd: folder } as const;
      const { exitCode = -1, all } = await execa(await written(script), [], options);
      return { code: exitCode, output: all };
    },
    start: async (script) =>
      spawn(await written(script), [], { env, cwd: folder, stdio: ["ignore", "pipe", "ignore"], detached: true }),
    async dockerCalls() {
      const text = await readFile(join(folder, "docker.log"), "utf8").catch(() => "");
      return text
        .split("--end--\n")
        .filter(Boolean)
        .map((call) => call.trimEnd().split("\n"))
        .filter(([command]) => command === "run");
    },
    inCheckout: (file) => readFile(join(home, "panther", file), "utf8"),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
