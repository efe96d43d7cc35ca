import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ask, runCommand } from "./command.mjs";
import { Interrupted, SetupError } from "./failure.mjs";
import { pulumiVersion } from "./places.mjs";

const base = "https://get.pulumi.com/releases/sdk";
const checksums = `${base}/pulumi-${pulumiVersion}-checksums.txt`;
const probeSeconds = 5;
/** Slower than this for so long, and building is quicker. */
const stall = ["--speed-limit", "50000", "--speed-time", "20", "--max-time", "300"];

/** The release could not be had after all: building it may still work. */
export class DownloadError extends Error {}

/**
 * @param {{ readonly platform: string, readonly arch: string }} [system]
 * @returns {string | undefined} undefined where Pulumi publishes no archive that fits
 */
export function archiveName(system = process) {
  const known = ["linux", "darwin"].includes(system.platform) && ["x64", "arm64"].includes(system.arch);
  return known ? `pulumi-v${pulumiVersion}-${system.platform}-${system.arch}.tar.gz` : undefined;
}

/**
 * Asks for the archive's headers only. curl is used, not node's own client, since it knows the user's proxy and certificates.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Promise<string | undefined>} why it can't be downloaded
 */
export async function probeDownload(env) {
  const name = archiveName();
  if (!name) return `there is no release for ${process.platform} ${process.arch}`;
  const args = [
    "--head",
    "--fail",
    "--silent",
    "--show-error",
    "--location",
    "--max-time",
    String(probeSeconds),
    `${base}/${name}`,
  ];
  const answer = await ask("curl", args, { env, timeout: (probeSeconds + 2) * 1000 });
  return answer.ok ? undefined : answer.error;
}

/**
 * @param {string} file where the binary goes
 * @param {import("./steps.mjs").StepContext} context
 * @param {Readonly<Record<string, string | undefined>>} env
 * @throws {DownloadError} it can't be had
 * @throws {SetupError} what came is not what was published
 */
export async function downloadPulumi(file, { temporary, log, signal, say }, env) {
  const name = archiveName();
  if (!name) throw new DownloadError("there is no release for this platform");
  const archive = join(temporary, name);
  const list = join(temporary, "checksums.txt");
  /** @param {string} url @param {string} target @param {readonly string[]} limits */
  const fetchFile = (url, target, limits) =>
    runCommand("curl", ["--fail", "--silent", "--show-error", "--location", ...limits, "--output", target, url], {
      env,
      log,
      signal,
      fix: "",
    });
  say(`downloading ${name}`);
  try {
    await fetchFile(`${base}/${name}`, archive, stall);
    await fetchFile(checksums, list, ["--max-time", "20"]).catch((error) => {
      if (error instanceof Interrupted) throw error;
    });
    // Only a hash from the same place can be compared: this version's was not known when this was written. It finds a broken
    // transfer; that the archive is Pulumi's rests on TLS, and that it is the right one on running it, which the caller does.
    if (existsSync(list)) await verify(archive, name, readFileSync(list, "utf8"));
    await runCommand("tar", ["-xzf", archive, "-C", dirname(file), "--strip-components=1", "pulumi/pulumi"], {
      env,
      log,
      signal,
      fix: "",
    });
  } catch (error) {
    if (error instanceof Interrupted || (error instanceof SetupError && error.fix)) throw error;
    const tail = error instanceof SetupError ? error.tail.at(-1) : undefined;
    throw new DownloadError(tail ?? (error instanceof Error ? error.message : String(error)));
  }
}

/**
 * @param {string} archive
 * @param {string} name
 * @param {string} list lines of SHA-256 and file name
 * @throws {SetupError} the list has another hash for it
 */
export async function verify(archive, name, list) {
  const wanted = list
    .split("\n")
    .map((line) => line.trim().split(/\s+\*?/))
    .find(([, file]) => file === name)?.[0];
  if (!wanted) return;
  const hash = createHash("sha256");
  await pipeline(createReadStream(archive), hash);
  const got = hash.digest("hex");
  if (got !== wanted.toLowerCase()) {
    throw new SetupError(
      `${name} as downloaded has SHA-256 ${got}, published is ${wanted}`,
      "Try again; if it stays so, something between here and get.pulumi.com changes what is downloaded: don't use it.",
    );
  }
}
