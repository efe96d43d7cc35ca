import { accessSync, constants, copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask } from "./command.mjs";
import { Interrupted, SetupError } from "./failure.mjs";
import { cacheFolder, pulumiBinary, pulumiFolder, pulumiVersion, toolEnvironment } from "./places.mjs";
import { buildPulumi, findGo, oldestGo } from "./pulumi-build.mjs";
import { DownloadError, downloadPulumi, probeDownload } from "./pulumi-download.mjs";
import { findOnPath } from "./pulumi-path.mjs";

/** @typedef {import("./pulumi-build.mjs").Go} Go */
/** @typedef {import("./pulumi-path.mjs").Found} Found */
/** @typedef {import("./steps.mjs").StepContext} StepContext */

/**
 * @typedef {{ readonly kind: "path", readonly file: string } | { readonly kind: "download" }
 *   | { readonly kind: "build", readonly go: Go }} Source
 */

/**
 * What the choice looks at; each answers within seconds.
 * @typedef {object} Look
 * @property {() => Promise<readonly Found[]>} onPath
 * @property {() => Promise<string | undefined>} whyNoDownload undefined when it can be downloaded
 * @property {() => Promise<readonly Go[]>} go
 */

const fix = `Install the Pulumi CLI ${pulumiVersion} so that it is on PATH, or name its binary with PANTHER_PULUMI.`;

/** @returns {import("./steps.mjs").Step} */
export function pulumiStep() {
  return {
    name: "pulumi",
    title: "Pulumi CLI",
    where: pulumiBinary(),
    lock: join(cacheFolder(), "locks", `pulumi-${pulumiVersion}`),
    scratch: join(cacheFolder(), "tmp"),
    fix,
    isDone: () => isExecutable(pulumiBinary()),
    run: bringPulumi,
  };
}

/**
 * Takes the cheapest source that there is.
 *
 * @param {Look} look
 * @returns {Promise<Source>}
 * @throws {SetupError} there is none; says what is wrong with each
 */
export async function chooseSource(look) {
  const found = await look.onPath();
  const fitting = found.find((each) => each.version === pulumiVersion && each.isBinary);
  if (fitting) return { kind: "path", file: fitting.file };
  const whyNoDownload = await look.whyNoDownload();
  if (whyNoDownload === undefined) return { kind: "download" };
  const goes = await look.go();
  const go = goes.find((each) => isNewEnough(each.version));
  if (go) return { kind: "build", go };
  throw new SetupError(
    [
      `no way to get version ${pulumiVersion}: `,
      found.length > 0 ? found.map(whyNot).join(", ") : "none on PATH",
      `; it can't be downloaded (${whyNoDownload}); `,
      goes.length > 0
        ? `to build it takes Go ${oldestGo}, and ${goes.map((each) => `${each.command} is ${each.version}`).join(", ")}`
        : `to build it takes Go ${oldestGo} or newer, and there is no go on PATH`,
    ].join(""),
    `Any one of these helps: ${fix.charAt(0).toLowerCase()}${fix.slice(1, -1)}; let get.pulumi.com be reached; install Go ${oldestGo} or newer (https://go.dev/dl).`,
  );
}

/** @param {Found} found */
function whyNot(found) {
  if (found.version === pulumiVersion) return `${found.file} is a script that starts it, not the CLI itself`;
  return `${found.file} is ${found.version ?? "something else"}`;
}

/**
 * @param {string} version such as 1.25.8
 * @returns {boolean}
 */
export function isNewEnough(version) {
  const numbers = (/** @type {string} */ text) => text.split(".").map((part) => Number.parseInt(part, 10) || 0);
  const have = numbers(version);
  for (const [index, least] of numbers(oldestGo).entries()) {
    const one = have[index] ?? 0;
    if (one !== least) return one > least;
  }
  return true;
}

/** @param {StepContext} context */
async function bringPulumi(context) {
  if (process.env.PANTHER_PULUMI) {
    throw new SetupError(`PANTHER_PULUMI names ${pulumiBinary()}, which can't be run`, "Correct or unset it.");
  }
  const { temporary, say } = context;
  const env = toolEnvironment(temporary);
  const draft = join(temporary, "pulumi");
  mkdirSync(draft, { recursive: true });
  const file = join(draft, "pulumi");
  /** @type {Look} */
  const look = {
    onPath: () => findOnPath(env, temporary),
    whyNoDownload: () => probeDownload(env),
    go: () => findGo(env, temporary),
  };

  say("looking for it");
  let source = await chooseSource(look);
  if (source.kind === "download") {
    try {
      await downloadPulumi(file, context, env);
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      say(`download given up: ${error.message}`);
      source = await chooseSource({ ...look, whyNoDownload: async () => error.message });
    }
  }
  if (source.kind === "path") copyFileSync(source.file, file, constants.COPYFILE_FICLONE);
  if (source.kind === "build") await buildPulumi(source.go, file, context, env);
  if (context.signal.aborted) throw new Interrupted();

  say("checking it");
  await check(file, env, temporary);
  // For whoever wonders later; nothing reads it.
  writeFileSync(join(draft, "origin.json"), `${JSON.stringify({ version: pulumiVersion, ...source })}\n`);
  rmSync(pulumiFolder(), { recursive: true, force: true });
  renameSync(draft, pulumiFolder());
}

/**
 * @param {string} file
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {string} temporary
 */
async function check(file, env, temporary) {
  const answer = await ask(file, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_HOME: join(temporary, "home") },
    timeout: 30_000,
  });
  if (!answer.ok || answer.output.replace(/^v/, "") !== pulumiVersion) {
    throw new SetupError(`the CLI does not run here: ${answer.error || `its version is ${answer.output}`}`, fix);
  }
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
