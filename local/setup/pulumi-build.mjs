import { existsSync, mkdirSync, statfsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ask, runCommand } from "./command.mjs";
import { SetupError } from "./failure.mjs";
import { cacheFolder, checkout, pulumiVersion } from "./places.mjs";
import { discard } from "./trash.mjs";

/** @typedef {{ readonly command: string, readonly version: string }} Go */

/** What the CLI's go.mod asks for. */
export const oldestGo = "1.25.8";

const commands = ["go", "/usr/local/go/bin/go"];
const neededBytes = 4.5e9;
const packageCount = 1_600;

/**
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {string} temporary
 * @returns {Promise<readonly Go[]>}
 */
export async function findGo(env, temporary) {
  // "local": an older Go would fetch a newer toolchain, from a place that may not answer.
  const options = {
    cwd: temporary,
    env: { ...env, ...telemetryInside(temporary, env), GOTOOLCHAIN: "local", GOWORK: "off" },
    timeout: 10_000,
  };
  const answers = await Promise.all(
    commands.map(async (command) => {
      const { ok, output } = await ask(command, ["env", "GOVERSION"], options);
      const version = /^go(\d+(?:\.\d+)*)/.exec(output)?.[1];
      return ok && version ? { command, version } : undefined;
    }),
  );
  return answers.filter((go) => go !== undefined);
}

/**
 * Builds the CLI from its Go module, at the versions of local/pulumi-cli/go.mod and checked against its go.sum.
 *
 * @param {Go} go
 * @param {string} file where the binary goes
 * @param {import("./steps.mjs").StepContext} context
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export async function buildPulumi(go, file, { log, signal, say }, env) {
  const own = join(cacheFolder(), "go");
  const work = join(own, "work");
  discard(work);
  mkdirSync(work, { recursive: true });
  const { bavail, bsize } = statfsSync(own);
  if (bavail * bsize < neededBytes) {
    throw new SetupError(
      `building the CLI takes 4.5 GB for a while, and ${own} has ${Math.round((bavail * bsize) / 1e6)} MB`,
      "Make room there, or set PANTHER_CACHE_DIR to a folder with more.",
    );
  }
  let built = 0;
  await runCommand(
    go.command,
    [
      "build",
      "-v",
      // Go would delete its work folder before it ends; `discard` does that beside what comes next.
      "-work",
      // The linker drops debugging data (-s -w), so none has to be made.
      "-gcflags=all=-dwarf=false",
      "-ldflags",
      `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${pulumiVersion}`,
      "-o",
      file,
      "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    ],
    {
      cwd: join(checkout, "local", "pulumi-cli"),
      env: { ...env, ...goEnvironment(own, work, env) },
      log,
      signal,
      onLine(line) {
        if (line.startsWith("go: ")) return say(line.slice(4));
        if (line.startsWith("WORK=")) return;
        built += 1;
        say(`building, ${Math.min(built, packageCount)} of about ${packageCount} packages: ${line}`);
      },
      fix: "If modules can't be downloaded, see `go env GOPROXY`. What was built so far is kept: the next try goes on from there.",
    },
  );
  discard(env.PANTHER_KEEP_GO_CACHE ? work : own);
}

/**
 * Where Go reads and writes. The proxy, its credentials and the checksum database are the user's own; the flags are not.
 *
 * @param {string} own
 * @param {string} work
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Record<string, string>}
 */
function goEnvironment(own, work, env) {
  return {
    GOPATH: join(own, "path"),
    GOMODCACHE: join(own, "modules"),
    GOCACHE: join(own, "build"),
    GOTMPDIR: work,
    GOTOOLCHAIN: "local",
    GOWORK: "off",
    // Without "modcacherw", Go write-protects what it downloads, and `clean` could not remove it.
    GOFLAGS: "-mod=readonly -trimpath -buildvcs=false -modcacherw",
    // A C compiler is not among the things that a machine must have.
    CGO_ENABLED: "0",
    ...telemetryInside(own, env),
  };
}

/**
 * Go counts its own runs in the user's configuration folder. This moves that folder, where it can be moved, and keeps the
 * user's settings.
 *
 * @param {string} own
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Record<string, string>}
 */
function telemetryInside(own, env) {
  if (process.platform !== "linux") return {};
  const settings = env.GOENV ?? join(env.XDG_CONFIG_HOME ?? join(homedir(), ".config"), "go", "env");
  return { XDG_CONFIG_HOME: join(own, "config"), ...(existsSync(settings) || env.GOENV ? { GOENV: settings } : {}) };
}
