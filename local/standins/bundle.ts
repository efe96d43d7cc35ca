import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const sourceDirectory = dirname(fileURLToPath(import.meta.url));
const checkout = join(sourceDirectory, "..", "..");

/** Older bundles stay for as long as a process may still run from them. */
const keepMilliseconds = 24 * 60 * 60 * 1000;

/**
 * Builds the stand-ins into `<localDirectory>/standins/<hash>/`, unless that is there already, and returns the folder.
 * Bundled because each is a process of its own in every Pulumi run: it starts three times as fast as through tsx and
 * takes half the memory.
 */
export async function bundleStandIns(localDirectory: string): Promise<string> {
  const parent = join(localDirectory, "standins");
  const target = join(parent, await sourceHash());
  if (existsSync(target)) return target;
  const building = `${target}.${process.pid}`;
  await mkdir(building, { recursive: true });
  const { build } = await import("esbuild");
  await build({
    entryPoints: {
      "language-host": join(sourceDirectory, "language-host/main.ts"),
      aws: join(sourceDirectory, "aws/main.ts"),
    },
    outdir: building,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    minify: true,
    logLevel: "warning",
    // Generated CommonJS inside (protobuf, gRPC) calls require for Node's own modules.
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  });
  // Another process may have been as quick.
  await rename(building, target).catch(() => rm(building, { recursive: true, force: true }));
  await sweep(parent, target);
  return target;
}

/** Over the sources and the lock file, which decides about everything else that goes in. */
async function sourceHash(): Promise<string> {
  const entries = await readdir(sourceDirectory, { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".ts"));
  const paths = sources.map((entry) => join(entry.parentPath, entry.name)).sort();
  const hash = createHash("sha256");
  for (const path of [...paths, join(checkout, "package-lock.json")]) {
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
    const age = Date.now() - (await stat(path)).mtimeMs;
    if (path !== current && age > keepMilliseconds) await rm(path, { recursive: true, force: true });
  }
}
