import { access, mkdir, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import { PantherError } from "../../model/error.ts";
import { pulumiEnvironment } from "../standins/environment.ts";
import { awsPluginVersion } from "../standins/versions.ts";

/** A plugin of some 200 MB over a slow line. */
const installMinutes = 10;

/**
 * The environment in which `pulumi` is the official CLI with its own language host and the official AWS plugin, in
 * place of the stand-ins; with a state of its own.
 * @throws PantherError `official-missing` when one of them can't be had on this machine.
 */
export async function officialEnvironment(localDirectory: string): Promise<Record<string, string>> {
  const bin = await officialBin(process.env.PATH ?? "", localDirectory);
  const home = join(localDirectory, "official", "pulumi-home");
  const state = join(localDirectory, "official", "state");
  await Promise.all([home, state].map((folder) => mkdir(folder, { recursive: true })));
  const { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: _, ...own } = pulumiEnvironment(localDirectory);
  const env = {
    ...own,
    PATH: [bin, process.env.PATH].join(delimiter),
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${state}`,
  };
  await installAwsPlugin(bin, env);
  return env;
}

/** The folder on PATH where `pulumi` has its language host beside it, which it has in an official installation only. */
async function officialBin(path: string, localDirectory: string): Promise<string> {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const bin = await realpath(join(folder, "pulumi")).then(dirname, () => undefined);
    if (!bin || bin.startsWith(localDirectory)) continue;
    if (
      await access(join(bin, "pulumi-language-nodejs")).then(
        () => true,
        () => false,
      )
    )
      return bin;
  }
  throw new PantherError(
    "official-missing",
    "No official Pulumi CLI is on PATH: none with pulumi-language-nodejs beside it.",
    "Install it as https://www.pulumi.com/docs/install/ says, or run the demo without --official.",
  );
}

async function installAwsPlugin(bin: string, env: Readonly<Record<string, string>>): Promise<void> {
  const words = ["plugin", "install", "resource", "aws", awsPluginVersion];
  const ended = await execa(join(bin, "pulumi"), words, { env, reject: false, timeout: installMinutes * 60_000 });
  if (ended.exitCode === 0) return;
  throw new PantherError(
    "official-missing",
    `The official AWS plugin ${awsPluginVersion} can't be installed: ${ended.stderr.trim() || ended.message}`,
    "Check that this machine may download Pulumi plugins, or run the demo without --official.",
  );
}
