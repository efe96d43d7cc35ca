// Who may use whom (docs/architecture.md). Type-only imports count: a type is a dependency of the reader as much as of the compiler.
// Folders are matched at the root of the checkout, packages wherever they resolve to.

const packages = (...names) => `(^|node_modules/)(${names.join("|")})(/|$)`;
const isPackage = [
  "npm",
  "npm-dev",
  "npm-peer",
  "npm-optional",
  "npm-no-pkg",
  "npm-unknown",
  "core",
  "unknown",
  "undetermined",
];

/** Nothing outside `users` may import `folder`. */
const onlyFor = (name, folder, users, comment) => ({
  name,
  comment,
  severity: "error",
  from: { pathNot: `^(${[folder, ...users].join("|")})` },
  to: { path: `^${folder}` },
});

module.exports = {
  forbidden: [
    {
      name: "model-uses-nothing-of-ours",
      comment: "model/ is what everything else rests on: it imports nothing but itself.",
      severity: "error",
      from: { path: "^model/" },
      to: { pathNot: "^model/", dependencyTypesNot: isPackage },
    },
    {
      name: "model-knows-no-cloud",
      comment: "model/ is pure: no Pulumi, no AWS. What it needs from them comes in as plain data.",
      severity: "error",
      from: { path: "^model/" },
      to: { path: packages("@pulumi", "@aws-sdk", "@smithy") },
    },
    {
      name: "model-does-nothing",
      comment:
        "model/ is pure: no files, processes, network or clock of its own. Only computing parts of node are open to it.",
      severity: "error",
      from: { path: "^model/" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?(crypto|util|url|path|path/posix|buffer|querystring)$" },
    },
    onlyFor(
      "components-only-from-the-program",
      "components/",
      ["index\\.ts$", "bench/", "test/"],
      "Components run inside Pulumi's child process, started by index.ts. The driver and the policies never load them.",
    ),
    {
      name: "components-call-no-aws",
      comment: "components/ declare what stands in AWS; calling it is the driver's work (automation/).",
      severity: "error",
      from: { path: "^(components/|index\\.ts$)" },
      to: { path: packages("@aws-sdk", "@smithy") },
    },
    onlyFor(
      "automation-only-from-outside",
      "automation/",
      ["local/", "bench/", "examples/", "test/"],
      "The program does not know the driver that runs it.",
    ),
    {
      name: "automation-prints-nothing",
      comment: "The library reports events; only automation/cli/ parses and prints.",
      severity: "error",
      from: { path: "^automation/", pathNot: "^automation/cli/" },
      to: { path: "^automation/cli/" },
    },
    {
      name: "policy-uses-model-alone",
      comment: "The policy pack ships by itself: what it imports has to be bundled with it.",
      severity: "error",
      from: { path: "^policy/" },
      to: { pathNot: "^(policy|model)/", dependencyTypesNot: isPackage },
    },
    onlyFor("policy-stands-alone", "policy/", ["test/"], "The policy pack is an entry point of its own."),
    onlyFor(
      "nothing-needs-local",
      "local/",
      ["bench/", "test/"],
      "AWS on this machine is for demo and tests: real deployments must not know it.",
    ),
    onlyFor("nothing-needs-bench", "bench/", ["test/"], "Measurements are for people, not for the program."),
    onlyFor("nothing-needs-tests", "test/", [], "Tests are for people, not for the program."),
    {
      name: "no-development-packages",
      comment: "What users run may only need what they install: move the package to `dependencies`.",
      severity: "error",
      from: { path: "^(index\\.ts$|model/|components/|automation/|policy/)", pathNot: "^policy/build\\.mjs$" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["npm"] },
    },
    {
      name: "no-circles",
      comment: "Modules that need each other can't be read, tested or loaded one at a time.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-unresolvable",
      comment: "The file or package is not there.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.local|\\.git|dist|docs)/" },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "types", "default"] },
  },
};
