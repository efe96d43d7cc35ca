// Where set-up puts things. Plain JavaScript on node's own modules, like everything in this folder: it runs before anything is installed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheDirectory } from "../emulator/location.mjs";

/** @typedef {Readonly<Record<string, string | undefined>>} Environment */

/** The version of the Pulumi CLI: the one of `@pulumi/pulumi` in package.json and of `local/pulumi-cli/go.mod`. */
export const pulumiVersion = "3.245.0";

/** Root of the checkout, absolute. */
export const checkout = resolve(fileURLToPath(new URL("../..", import.meta.url)));

/**
 * The cache folder, absolute: virtual environment, Pulumi CLI, package managers' caches.
 *
 * @param {Environment} [environment]
 */
export function cacheFolder(environment = process.env) {
  return resolve(cacheDirectory(environment));
}

/**
 * The checkout's run-time folder, absolute.
 *
 * @param {Environment} [environment]
 */
export function localFolder(environment = process.env) {
  return resolve(environment.PANTHER_LOCAL_DIR || join(checkout, ".local"));
}

/** @param {Environment} [environment] */
export function pulumiFolder(environment = process.env) {
  return join(cacheFolder(environment), `pulumi-${pulumiVersion}`);
}

/**
 * The CLI that everything here uses: `PANTHER_PULUMI` when set, else the one in the cache.
 *
 * @param {Environment} [environment]
 */
export function pulumiBinary(environment = process.env) {
  return environment.PANTHER_PULUMI ? resolve(environment.PANTHER_PULUMI) : join(pulumiFolder(environment), "pulumi");
}

/**
 * The environment of everything that set-up starts: caches and temporary files of npm and pip go into the cache folder.
 * Registries, proxies and certificates are the user's own and stay as they are.
 *
 * @param {string} temporary
 * @param {Environment} [environment]
 * @returns {Record<string, string | undefined>}
 */
export function toolEnvironment(temporary, environment = process.env) {
  const cache = cacheFolder(environment);
  return {
    ...environment,
    TMPDIR: temporary,
    npm_config_cache: join(cache, "npm"),
    npm_config_logs_dir: join(cache, "npm", "_logs"),
    PIP_CACHE_DIR: join(cache, "pip"),
  };
}

/**
 * The environment of the command that runs after set-up.
 *
 * @param {Environment} [environment]
 * @returns {Record<string, string | undefined>}
 */
export function commandEnvironment(environment = process.env) {
  return {
    ...environment,
    PATH: [join(checkout, "node_modules", ".bin"), environment.PATH].filter(Boolean).join(delimiter),
    TMPDIR: join(localFolder(environment), "tmp"),
    // The AWS SDK's versions are locked: its notice that later ones want Node.js 22 is no help here.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    ...(environment.PANTHER_CACHE_DIR ? { PANTHER_CACHE_DIR: cacheFolder(environment) } : {}),
    ...(environment.PANTHER_LOCAL_DIR ? { PANTHER_LOCAL_DIR: localFolder(environment) } : {}),
  };
}

// Backup programs skip folders that carry a file of this name and first line (bford.info/cachedir).
const markerName = "CACHEDIR.TAG";
const markerText = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by the set-up of panther-deploy.\n";

/**
 * Makes a folder and marks it as ours, unless it already held something of somebody else's: `clean` removes only marked ones.
 *
 * @param {string} folder
 */
export function makeOwnFolder(folder) {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length === 0) writeFileSync(join(folder, markerName), markerText);
}

/**
 * @param {string} folder
 * @returns {boolean} whether `makeOwnFolder` made it
 */
export function isOwnFolder(folder) {
  const marker = join(folder, markerName);
  return existsSync(marker) && readFileSync(marker, "utf8") === markerText;
}
