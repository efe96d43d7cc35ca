// The command line and the Pulumi program as tests run them in processes of their own: bundled, since a process that loads
// several hundred modules through tsx needs twice as much of the processor, and a run of all tests starts thousands.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { checkout, localFolder } from "../../local/setup/places.mjs";

export interface Bundle {
  /** To run with Node, in place of automation/cli/main.ts. */
  readonly commandLine: string;
  /** `main` of a Pulumi.yaml, in place of index.ts. */
  readonly program: string;
}

const folders = ["automation", "components", "model"] as const;
const entries = { commandLine: "automation/cli/main.ts", program: "index.ts" } as const;

/** Other bundles stay for as long as a run may still use them. */
const keepMilliseconds = 60 * 60 * 1000;

let built: Promise<Bundle> | undefined;

/** Built anew only when a source or the lock file has changed; may be asked for in several processes at a time. */
export function bundle(): Promise<Bundle> {
  built ??= build();
  return built;
}

async function build(): Promise<Bundle> {
  const parent = join(localFolder(), "test", "bundles");
  const target = join(parent, await sourceHash());
  const made = { commandLine: join(target, "commandLine.mjs"), program: join(target, "program.mjs") };
  if (existsSync(target)) return made;
  const building = `${target}.${process.pid}`;
  await mkdir(building, { recursive: true });
  const esbuild = await import("esbuild");
  await esbuild.build({
    absWorkingDir: checkout,
    entryPoints: entries,
    outdir: building,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    // What is loaded only where it is wanted stays so.
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "warning",
    plugins: [{ name: "own-urls", setup: ({ onLoad }) => onLoad({ filter: /\.ts$/ }, withOwnUrl) }],
  });
  // The local folder may be outside the checkout.
  await symlink(join(checkout, "node_modules"), join(building, "node_modules"));
  // Another process may have been as quick.
  await rename(building, target).catch(() => rm(building, { recursive: true, force: true }));
  await sweep(parent, target);
  return made;
}

/** Modules read files that lie beside them. */
async function withOwnUrl({ path }: { readonly path: string }) {
  const text = await readFile(path, "utf8");
  const contents = text.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href));
  return { contents, loader: "ts" as const };
}

async function sourceHash(): Promise<string> {
  const found = folders.map(async (folder) => {
    const inside = await readdir(join(checkout, folder), { recursive: true, withFileTypes: true });
    return inside.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  });
  const others = ["index.ts", "package-lock.json", "test/support/bundle.ts"].map((name) => join(checkout, name));
  const hash = createHash("sha256");
  for (const path of [...(await Promise.all(found)).flat().sort(), ...others]) {
    hash
      .update(relative(checkout, path))
      .update("\0")
      .update(await readFile(path));
  }
  return hash.digest("hex").slice(0, 12);
}

async function sweep(parent: string, current: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (path !== current && Date.now() - mtimeMs > keepMilliseconds) await rm(path, { recursive: true, force: true });
  }
}
