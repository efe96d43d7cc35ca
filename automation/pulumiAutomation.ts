// Pulumi's Automation API without what only programs need. It loads TypeScript and npm's Arborist for turning functions into
// text (`@pulumi/pulumi/runtime/closure`), half of a driver's memory and start, and the driver never does that: its program
// is a child's. They are loaded when somebody in this process, a program of its own say, asks for them after all.
import { createRequire, Module } from "node:module";

const require = createRequire(import.meta.url);

/** What `@pulumi/pulumi/runtime` takes from each module when it is loaded. */
const deferred: Readonly<Record<string, readonly string[]>> = {
  "@pulumi/pulumi/runtime/closure/serializeClosure.js": ["serializeFunction", "serializeFunctionAsync"],
  "@pulumi/pulumi/runtime/closure/codePaths.js": ["computeCodePaths", "findWorkspaceRoot"],
};

type Functions = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

for (const [name, functions] of Object.entries(deferred)) defer(require.resolve(name), functions);

function defer(file: string, functions: readonly string[]): void {
  if (require.cache[file]) return;
  const placeholder = new Module(file);
  const load = (): Functions => {
    if (require.cache[file] === placeholder) delete require.cache[file];
    return require(file) as Functions;
  };
  placeholder.loaded = true;
  placeholder.exports = Object.fromEntries(
    functions.map((name) => [name, (...args: readonly unknown[]) => load()[name]?.(...args)]),
  );
  require.cache[file] = placeholder;
}

const api = require("@pulumi/pulumi/automation/index.js") as typeof import("@pulumi/pulumi/automation/index.js");

export const { LocalWorkspace, StackNotFoundError, ConcurrentUpdateError } = api;
