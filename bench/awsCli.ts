import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { cacheFolder, toolEnvironment } from "../local/setup/places.mjs";
import { choosePython, findPythons } from "../local/setup/python.mjs";

const requirements = fileURLToPath(new URL("./awscli.txt", import.meta.url));

/** The AWS CLI, or why it can't be had. */
export type AwsCli =
  | { readonly kind: "cli"; readonly python: string }
  | { readonly kind: "missing"; readonly reason: string };

/** An AWS CLI of a fixed version in a virtual environment of its own, made at the first call. */
export async function awsCli(): Promise<AwsCli> {
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(cacheFolder(), `awscli-${hash}`);
  const python = join(folder, "bin", "python");
  if (existsSync(join(folder, "bin", "aws"))) return { kind: "cli", python };
  const temporary = join(cacheFolder(), "tmp");
  const env = toolEnvironment(temporary);
  try {
    await mkdir(temporary, { recursive: true });
    const { python: maker } = choosePython(await findPythons(env), { wheel: undefined, uv: false });
    await execa(maker.command, ["-m", "venv", folder], { env });
    const quiet = ["--no-input", "--disable-pip-version-check", "--quiet"];
    await execa(python, ["-m", "pip", "install", ...quiet, "--require-hashes", "-r", requirements], { env });
    return { kind: "cli", python };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    return { kind: "missing", reason: (error as Error).message.split("\n")[0] ?? "" };
  }
}
