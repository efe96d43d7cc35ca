import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./command.mjs";
import { checkout, localFolder, toolEnvironment } from "./places.mjs";

/** @typedef {{ readonly version?: string, readonly integrity?: string, readonly optional?: boolean, readonly os?: readonly string[], readonly cpu?: readonly string[], readonly libc?: readonly string[] }} LockedPackage */

/** @returns {import("./steps.mjs").Step} */
export function packagesStep() {
  const fix =
    "Most often the npm registry can't be reached (see `npm config get registry` and `npm ping`), or package.json and package-lock.json don't fit together (`npm install` mends that).";
  return {
    name: "packages",
    title: "Node packages",
    where: join(checkout, "node_modules"),
    lock: join(localFolder(), "locks", "packages"),
    scratch: join(localFolder(), "tmp", "setup"),
    fix,
    isDone: () => installedPackagesFit(checkout),
    async run({ say, log, temporary, signal }) {
      const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=http"];
      const [command, first] = npm();
      let fetched = 0;
      await runCommand(command, [...first, ...args], {
        cwd: checkout,
        env: toolEnvironment(temporary),
        log,
        signal,
        onLine(line) {
          const file = /^npm http fetch GET 200 \S+\/(\S+)\.tgz/.exec(line)?.[1];
          if (file) fetched += 1;
          if (file) say(`${fetched} fetched: ${file}`);
          else if (!line.startsWith("npm http")) say(line);
        },
        fix,
      });
    },
  };
}

/**
 * Whether node_modules holds what package-lock.json asks for, on this platform. npm writes its own account of what it installed
 * as its last act, so an interrupted installation doesn't pass; nor does a node_modules from another operating system.
 *
 * @param {string} folder
 * @param {{ readonly platform: string, readonly arch: string }} [system]
 * @returns {boolean}
 */
export function installedPackagesFit(folder, system = process) {
  const record = join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = readPackages(join(folder, "package-lock.json"));
  const installed = readPackages(record);
  return Object.entries(wanted).every(([path, locked]) => {
    if (path === "") return true;
    const found = installed[path];
    if (found) return found.version === locked.version && found.integrity === locked.integrity;
    return locked.optional === true && !isMeantFor(locked, system);
  });
}

/**
 * @param {LockedPackage} locked
 * @param {{ readonly platform: string, readonly arch: string }} system
 */
function isMeantFor(locked, system) {
  // glibc or musl can't be told quickly; the other one's package is never installed.
  if (locked.libc) return false;
  return (locked.os?.includes(system.platform) ?? true) && (locked.cpu?.includes(system.arch) ?? true);
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
}

/** @returns {readonly [string, readonly string[]]} npm as the user runs it; a `npm` of another node may be first on PATH */
function npm() {
  const script = process.env.npm_execpath;
  return script && /npm-cli\.c?js$/.test(script) ? [process.execPath, [script]] : ["npm", []];
}
