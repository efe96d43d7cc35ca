import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { cacheFolder, toolEnvironment } from "../../local/setup/places.mjs";
import { choosePython, findPythons } from "../../local/setup/python.mjs";

const requirements = fileURLToPath(new URL("./shellcheck.txt", import.meta.url));

/** ShellCheck, or why it can't be had. */
export type ShellCheck =
  | { readonly kind: "found"; readonly command: string }
  | { readonly kind: "missing"; readonly reason: string };

/** A ShellCheck of a fixed version, in a virtual environment of its own that is made at the first call. */
export async function shellCheck(): Promise<ShellCheck> {
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(cacheFolder(), `shellcheck-${hash}`);
  const command = join(folder, "bin", "shellcheck");
  if (existsSync(command)) return { kind: "found", command };
  const temporary = join(cacheFolder(), "tmp");
  const env = toolEnvironment(temporary);
  try {
    await mkdir(temporary, { recursive: true });
    const { python } = choosePython(await findPythons(env), { wheel: undefined, uv: false });
    await execa(python.command, ["-m", "venv", folder], { env });
    // Its source package would download the binary from elsewhere.
    const quiet = ["--no-input", "--disable-pip-version-check", "--quiet", "--only-binary", ":all:"];
    const install = ["-m", "pip", "install", ...quiet, "--require-hashes", "-r", requirements];
    await execa(join(folder, "bin", "python"), install, { env });
    return { kind: "found", command };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    return { kind: "missing", reason: (error as Error).message.split("\n")[0] ?? "" };
  }
}
