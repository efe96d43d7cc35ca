import { execa } from "execa";
import { withoutForeignAws } from "../../local/aws/environment.ts";
import { checkout } from "../../local/setup/places.mjs";
import { bundle } from "../support/bundle.ts";
import type { Ended } from "../support/panther.ts";

/** Runs `panther …` as these variables have it. */
export async function runPanther(env: Readonly<Record<string, string>>, words: readonly string[]): Promise<Ended> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [(await bundle()).commandLine, ...words], {
    cwd: checkout,
    env: { ...withoutForeignAws(process.env), ...env },
    extendEnv: false,
    reject: false,
  });
  return { code: exitCode ?? -1, stdout, stderr };
}
