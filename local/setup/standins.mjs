import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "./command.mjs";
import { checkout, localFolder, pulumiBinary, toolEnvironment } from "./places.mjs";

const source = join(checkout, "local", "standins");
const fix =
  "This is a fault of the project, not of your machine: please report it with the log. `npm run clean -- --local` may help.";

/** @returns {import("./steps.mjs").Step} */
export function standInsStep() {
  const stamp = join(localFolder(), "standins.stamp");
  return {
    name: "standins",
    title: "Stand-ins",
    where: join(localFolder(), "bin"),
    after: ["packages", "pulumi"],
    lock: join(localFolder(), "locks", "standins"),
    scratch: join(localFolder(), "tmp", "setup"),
    fix,
    isDone: () =>
      existsSync(join(localFolder(), "bin", "pulumi")) &&
      existsSync(stamp) &&
      readFileSync(stamp, "utf8") === fingerprint(),
    async run({ say, log, temporary, signal }) {
      const print = fingerprint();
      const entry = fileURLToPath(new URL("./install-standins.ts", import.meta.url));
      await runCommand(process.execPath, ["--import", "tsx", entry], {
        cwd: checkout,
        env: toolEnvironment(temporary),
        log,
        signal,
        onLine: say,
        fix,
      });
      writeFileSync(stamp, print);
    },
  };
}

/** Changes with the stand-ins' source, the CLI, and the node and checkout that the wrappers name. */
function fingerprint() {
  const cli = statSync(pulumiBinary(), { throwIfNoEntry: false });
  const hash = createHash("sha256");
  hash.update([checkout, process.execPath, pulumiBinary(), cli?.size, cli?.mtimeMs].join("\n"));
  for (const file of filesUnder(source)) {
    hash.update(`\n${relative(source, file)}\n`);
    hash.update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** @param {string} folder @returns {string[]} sorted */
function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
