// Puts the pack with all that it needs into one folder: `npm run policy:build [-- <folder>]`; dist/policy unless given.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
const checkout = join(here, "..");
const target = resolve(process.argv[2] ?? join(checkout, "dist/policy"));

/** @param {string} path */
const readJson = async (path) => JSON.parse(await readFile(path, "utf8"));
const { name, version, description, license } = await readJson(join(here, "package.json"));
const sdk = await readJson(join(checkout, "node_modules/@pulumi/pulumi/package.json"));

// What Pulumi's language host starts a pack with. The SDK's own loads TypeScript's compiler, for packs written in it.
const starter = `// In place of the Pulumi SDK's: this pack is plain JavaScript.
const directory = process.argv[3];
process.chdir(directory);
require(directory);
`;

/**
 * Of the SDK's root `@pulumi/policy` wants the assets alone, and all the rest would come with it: TypeScript's compiler, npm.
 * @type {import("esbuild").Plugin}
 */
const assetsAlone = {
  name: "assets-alone",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@pulumi\/pulumi$/ }, () => ({ path: "assets", namespace: "pulumi-root" }));
    onLoad({ filter: /.*/, namespace: "pulumi-root" }, () => ({
      contents: 'exports.asset = require("@pulumi/pulumi/asset");',
      resolveDir: checkout,
    }));
  },
};

const stub = join(target, "node_modules/@pulumi/pulumi");
await rm(target, { recursive: true, force: true });
await mkdir(join(stub, "cmd/run-policy-pack"), { recursive: true });
await Promise.all([
  build({
    entryPoints: [join(here, "pack.ts")],
    outfile: join(target, "index.js"),
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    minify: true,
    legalComments: "linked",
    plugins: [assetsAlone],
    logLevel: "error",
  }),
  copyFile(join(here, "PulumiPolicy.yaml"), join(target, "PulumiPolicy.yaml")),
  copyFile(join(checkout, "LICENSE"), join(target, "LICENSE")),
  writeJson(join(target, "package.json"), {
    name,
    version,
    description,
    license,
    main: "index.js",
    dependencies: { "@pulumi/pulumi": sdk.version },
    // Goes along when the pack is published, so that nothing is installed where it is used.
    bundleDependencies: ["@pulumi/pulumi"],
  }),
  writeJson(join(stub, "package.json"), { name: sdk.name, version: sdk.version, license: sdk.license }),
  writeFile(join(stub, "cmd/run-policy-pack/index.js"), starter),
]);
process.stdout.write(`${target}\n`);

/** @param {string} path @param {unknown} value */
function writeJson(path, value) {
  return writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
