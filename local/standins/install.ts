import { chmod, copyFile, link, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { bundleStandIns } from "./bundle.ts";
import { awsPluginVersion } from "./versions.ts";

export interface InstallOptions {
  /** The folder of this instance; everything is put below it. */
  readonly localDirectory: string;
  /** Path of a Pulumi CLI binary. */
  readonly pulumi: string;
}

export interface Installed {
  /** Holds `pulumi` and, beside it, where the CLI looks for it first, the language host. */
  readonly bin: string;
  readonly pulumiHome: string;
}

/**
 * Puts the CLI and the stand-ins into `localDirectory`. Skips what is there; may run in several processes at a time.
 * Throws when the CLI can't be read or the folder not written.
 */
export async function installStandIns({ localDirectory, pulumi }: InstallOptions): Promise<Installed> {
  const bin = join(localDirectory, "bin");
  const pulumiHome = join(localDirectory, "pulumi-home");
  const plugin = join(pulumiHome, "plugins", `resource-aws-v${awsPluginVersion}`);
  const bundle = await bundleStandIns(localDirectory);
  const folders = [bin, plugin, join(localDirectory, "state"), join(localDirectory, "tmp")];
  await Promise.all(folders.map((path) => mkdir(path, { recursive: true })));
  await Promise.all([
    placeBinary(pulumi, join(bin, "pulumi")),
    placeScript(
      join(bin, "pulumi-language-nodejs"),
      `exec ${node()} ${quoted(join(bundle, "language-host.mjs"))} "$@"`,
    ),
    placeScript(join(bin, "pulumi-resource-pulumi-nodejs"), dynamicProvider()),
    placeScript(join(plugin, "pulumi-resource-aws"), `exec ${node()} ${quoted(join(bundle, "aws.mjs"))} "$@"`),
  ]);
  return { bin, pulumiHome };
}

/** Dynamic resources are served by the SDK of the program itself, whose folder is the working directory. */
function dynamicProvider(): string {
  const entry = `$(${node()} -p 'require.resolve("@pulumi/pulumi/cmd/dynamic-provider")')`;
  return `exec ${node()} "${entry}" "$@"`;
}

function node(): string {
  return quoted(process.execPath);
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}

/** A hard link, since the CLI looks for its language host beside its own real file, and a symbolic link is not that. */
async function placeBinary(source: string, target: string): Promise<void> {
  if (await isSame(source, target)) return;
  await replace(target, async (path) => {
    await link(source, path).catch(() => copyFile(source, path));
    await chmod(path, 0o755);
  });
}

async function isSame(source: string, target: string): Promise<boolean> {
  const there = await stat(target).catch(() => undefined);
  if (there === undefined) return false;
  const wanted = await stat(source);
  if (wanted.ino === there.ino && wanted.dev === there.dev) return true;
  return wanted.size === there.size && wanted.mtimeMs <= there.mtimeMs;
}

async function placeScript(target: string, command: string): Promise<void> {
  const content = `#!/bin/sh\n${command}\n`;
  if ((await readFile(target, "utf8").catch(() => "")) === content) return;
  await replace(target, async (path) => {
    await writeFile(path, content);
    await chmod(path, 0o755);
  });
}

/** Written aside and moved, so that nobody ever sees half of it. */
async function replace(target: string, write: (path: string) => Promise<void>): Promise<void> {
  const aside = join(dirname(target), `.${process.pid}-${Math.random().toString(36).slice(2)}`);
  try {
    await write(aside);
    await rename(aside, target);
  } finally {
    await rm(aside, { force: true });
  }
}
