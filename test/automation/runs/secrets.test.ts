import { readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { startDriver } from "../../support/driverProcess.ts";
import { cloudFormationOf, fromSources, type TestEnvironment, testEnvironment } from "../../support/panther.ts";

const minutes = 60_000;
const secret = "5ec2e75ec2e75ec2e75ec2e75ec2e700";

describe("a secret parameter in a whole run, on local AWS with the real engine", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;
  afterEach(() => environment.remove());

  it("is in no argument of a process, in no file and in nothing that is printed", async function () {
    // Processes are read from /proc.
    if (process.platform !== "linux") this.skip();
    const plain = await testEnvironment({ version: "v1.36.0" }, fromSources());
    const temporary = join(plain.projectDirectory, "tmp");
    await mkdir(temporary);
    environment = plain.as({ TMPDIR: temporary });
    expect((await environment.pulumi("stack", "init")).code).to.equal(0);
    const path = "panther:secretParameters.DatadogAPIKey";
    expect((await environment.pulumi("config", "set", "--secret", "--path", path, secret)).code).to.equal(0);

    const seen = new Set<string>();
    const looked = new Set<string>();
    const watch = setInterval(() => look(environment.projectDirectory, seen, looked), 40);
    const driver = startDriver(environment, "deploy", "--reason", "CHG-3");
    const { code, stdout, stderr } = await driver.ended;
    clearInterval(watch);
    expect(code, stdout + stderr).to.equal(0);
    // It went there: else its absence would say nothing.
    const { Stacks: [root] = [] } = await cloudFormationOf(environment).describeStacks({ StackName: "panther-test" });
    expect(root?.Parameters).to.deep.include({ ParameterKey: "DatadogAPIKey", ParameterValue: "****" });

    expect(stdout + stderr).to.not.include(secret);
    expect(filesWith(environment.projectDirectory)).to.deep.equal([]);
    expect([...looked].join("\n"))
      .to.include("pulumi up")
      .and.include("automation/cli/main.ts");
    // Pulumi itself hands a program its configuration like this; only its own user and root can read it.
    expect([...seen].filter((where) => !where.startsWith("variable PULUMI_CONFIG of "))).to.deep.equal([]);
  });
});

/** Looks for the secret in arguments and variables of all processes, and in all files of a folder, at this moment. */
function look(folder: string, seen: Set<string>, looked: Set<string>): void {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const command = read(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
    looked.add(command.slice(0, 200));
    if (command.includes(secret)) seen.add(`arguments of ${command}`);
    for (const variable of read(`/proc/${pid}/environ`).split("\0")) {
      if (variable.includes(secret)) seen.add(`variable ${variable.split("=")[0]} of ${command}`);
    }
  }
  for (const file of filesWith(folder)) seen.add(`file ${file}`);
}

function filesWith(folder: string): readonly string[] {
  const entries = attempt(() => readdirSync(folder, { withFileTypes: true, recursive: true })) ?? [];
  return (
    entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      // What tsx compiled is large, and not of this run.
      .filter((file) => !file.includes("/tsx-") && sizeOf(file) < 5_000_000 && read(file).includes(secret))
  );
}

function read(file: string): string {
  return attempt(() => readFileSync(file, "utf8")) ?? "";
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

// Processes and temporary files come and go while they are looked at.
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
