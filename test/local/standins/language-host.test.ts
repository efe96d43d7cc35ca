import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { PulumiCommand } from "@pulumi/pulumi/automation/cmd.js";
import { LocalWorkspace } from "@pulumi/pulumi/automation/localWorkspace.js";
import { expect } from "chai";
import { splitArguments } from "../../../local/standins/language-host/node-arguments.ts";
import { execute, localDirectory, newProject, type Project } from "../../support/pulumi.ts";
import { freshAccountEnvironment } from "./account.ts";

const packFiles = {
  "pack/PulumiPolicy.yaml": "runtime: nodejs\n",
  "pack/package.json": '{"name":"pack","version":"1.0.0","main":"index.js"}',
  "pack/index.js": `
const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("pack", {
  policies: [{
    name: "no-short-window",
    description: "Secrets must be recoverable.",
    enforcementLevel: "mandatory",
    validateResource: ({ type, props }, report) => {
      if (type === "aws:secretsmanager/secret:Secret" && props.recoveryWindowInDays === 9) report("the window is 9 days");
    },
  }],
});
`,
};

const program = (window: number) => `
import { ResourceHook, Config } from "@pulumi/pulumi";
import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/aws/secretsmanager/secret.js";
const config = new Config();
const days = (inputs) => String(inputs?.recoveryWindowInDays);
const guard = new ResourceHook("guard", async ({ name, oldInputs, newInputs }) => {
  console.log("hook on " + name + ": " + days(oldInputs) + " to " + days(newInputs));
  if (days(oldInputs) === "8" && days(newInputs) === "10") throw new Error("eight may not become ten");
});
new Secret("secret", { recoveryWindowInDays: ${window} }, { hooks: { beforeCreate: [guard], beforeUpdate: [guard] } });
const provider = {
  create: async (inputs) => ({ id: "made", outs: { doubled: inputs.value * 2 } }),
  diff: async () => ({ changes: false }),
};
class Doubled extends pulumi.dynamic.Resource {
  constructor(name, value) {
    super(provider, name, { value, doubled: undefined });
  }
}
export const doubled = new Doubled("doubled", 21).doubled;
export const password = config.requireSecret("password");
export const secretIsKnownAsSecret = pulumi.isSecret(password);
console.log("to standard output");
console.error("to standard error");
`;

describe("stand-in for the Node language host", function () {
  this.timeout(120_000);
  let project: Project | undefined;

  afterEach(async () => {
    await project?.destroy("--skip-preview");
    await project?.remove();
    project = undefined;
  });

  it("splits nodeargs as a shell would", () => {
    expect(splitArguments(`--import=tsx  --title='two words' --x="a 'b'"`)).to.deep.equal([
      "--import=tsx",
      "--title=two words",
      "--x=a 'b'",
    ]);
  });

  it("runs programs, resource hooks, policy packs and dynamic resources", async () => {
    const { environment } = await freshAccountEnvironment();
    project = await newProject({
      program: program(8),
      environment,
      files: packFiles,
      secrets: { password: "hunter2-hunter2" },
    });

    const clean = await project.up("--skip-preview", "--policy-pack", "pack");
    expect(clean.code, clean.stdout + clean.stderr).to.equal(0);
    expect(clean.stdout)
      .to.contain("hook on secret: undefined to 8")
      .and.to.contain("to standard output")
      .and.to.contain("to standard error");
    expect(await project.outputs()).to.deep.equal({
      doubled: 42,
      password: "hunter2-hunter2",
      secretIsKnownAsSecret: true,
    });
    expect(await project.stateText()).to.not.contain("hunter2");

    await project.write(program(9));
    const violating = await project.preview("--policy-pack", "pack");
    expect(violating.code).to.not.equal(0);
    expect(violating.stdout).to.contain("no-short-window").and.to.contain("the window is 9 days");

    // The Automation API sees the same program, its output and its failure.
    await project.write(program(10));
    const stack = await LocalWorkspace.selectStack(
      { stackName: "test", workDir: project.directory },
      { envVars: { ...project.environment }, pulumiCommand: await PulumiCommand.get({ root: localDirectory }) },
    );
    const lines: string[] = [];
    const refused = await stack.up({ onOutput: (text) => lines.push(text), color: "never" }).then(
      () => "done",
      (error: Error) => error.message,
    );
    expect(refused).to.match(/before hook "guard" failed: eight may not become ten/);
    expect(lines.join("")).to.contain("hook on secret: 8 to 10").and.to.contain("to standard output");
    const secret = await project.resource("aws:secretsmanager/secret:Secret");
    expect(secret.outputs).to.include({ recoveryWindowInDays: 8 });
  });

  it("leaves an error that the program has reported alone, and no process behind when the engine is killed", async () => {
    const { environment } = await freshAccountEnvironment();
    // Without a stack: Node 20.20.2 needs half a minute and 1 GB to colour one with the SDK's source-mapped frames.
    const program = 'throw Object.assign(new Error("out of order"), { stack: "Error: out of order" });';
    project = await newProject({ program, environment });
    const failed = await project.preview();
    expect(failed.code).to.not.equal(0);
    expect(failed.stdout + failed.stderr)
      .to.contain("out of order")
      .and.to.not.contain("non-zero exit code");

    await project.write(`
import { writeFileSync } from "node:fs";
writeFileSync("pids", process.pid + " " + process.ppid);
await new Promise((resolve) => setInterval(() => {}, 1000));
`);
    const engine = spawn("pulumi", ["preview", "--non-interactive"], {
      cwd: project.directory,
      env: { ...process.env, ...project.environment },
      stdio: "ignore",
    });
    const pids = join(project.directory, "pids");
    const started = await eventually(async () => (await readFile(pids, "utf8").catch(() => "")) || undefined);
    engine.kill("SIGKILL");
    const [child = 0, host = 0] = started.split(" ").map(Number);
    await eventually(async () => ((await isRunning(child)) || (await isRunning(host)) ? undefined : true));
  });
});

/** Whether a process is there and does something; an ended one may wait to be collected for as long as init likes. */
async function isRunning(pid: number): Promise<boolean> {
  const { stdout } = await execute("ps", ["-o", "stat=", "-p", String(pid)], {});
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}

/** The first answer that is not undefined; the test's own timeout ends the wait. */
async function eventually<Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await setTimeout(50);
  }
}
