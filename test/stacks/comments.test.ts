import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { withoutForeignAws } from "../../local/aws/environment.ts";
import { checkout } from "../../local/setup/places.mjs";
import { pulumiEnvironment } from "../../local/standins/environment.ts";
import { execute, installedStandIns, localDirectory } from "../support/pulumi.ts";

const example = "stacks/Pulumi.example.yaml";

/** Pulumi's own lines at the end of the file. */
const withoutSalt = (text: string) => text.split("\n").filter((line) => !line.startsWith("encryptionsalt:"));

describe("stacks/Pulumi.example.yaml and the CLI", () => {
  let directory = "";
  let original = "";
  before(async () => {
    await installedStandIns();
    await mkdir(join(localDirectory, "tmp"), { recursive: true });
    directory = await mkdtemp(join(localDirectory, "tmp", "comments-"));
    await mkdir(join(directory, "state"));
    await cp(join(checkout, "Pulumi.yaml"), join(directory, "Pulumi.yaml"));
    await cp(join(checkout, example), join(directory, example));
    original = await read();
    await pulumi("stack", "init", "example");
  });
  after(() => rm(directory, { recursive: true, force: true }));

  const read = () => readFile(join(directory, example), "utf8");

  async function pulumi(...args: readonly string[]): Promise<string> {
    const env = {
      ...withoutForeignAws(process.env),
      ...pulumiEnvironment(localDirectory),
      PULUMI_BACKEND_URL: `file://${join(directory, "state")}`,
    };
    const { code, stdout, stderr } = await execute("pulumi", [...args, "--non-interactive", "--color=never"], {
      cwd: directory,
      env,
    });
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout}${stderr}`);
    return stdout;
  }

  it("`pulumi config set` changes one line, and writes no default of Pulumi.yaml", async () => {
    await pulumi("config", "set", "panther:version", "v1.38.5");
    expect(withoutSalt(await read())).to.deep.equal(withoutSalt(original.replace(": v1.39.7", ": v1.38.5")));
  });

  it("a secret set by its path is added encrypted, and nothing else changes", async () => {
    const value = "a-key-that-stands-nowhere";
    await pulumi("config", "set", "--secret", "--path", "panther:secretParameters.DatadogAPIKey", value);
    const text = await read();
    expect(text).not.to.include(value);
    expect(await pulumi("config", "get", "--path", "panther:secretParameters.DatadogAPIKey")).to.equal(`${value}\n`);
    const secret = / {2}panther:secretParameters:\n {4}DatadogAPIKey:\n {6}secure: v1:\S+\n/;
    expect(text).to.match(secret);
    const without = text.replace(secret, "").replace(": v1.38.5", ": v1.39.7");
    expect(withoutSalt(without)).to.deep.equal(withoutSalt(original));
  });

  it("an account ID keeps its quotes at the top, and inside a mapping with its type", async () => {
    await pulumi("config", "set", "panther:expectedAccountId", "111111111111");
    const path = "panther:deploymentRole.parameters.IdentityAccountId";
    await pulumi("config", "set", "--path", "--type", "string", path, "111111111111");
    const text = await read();
    expect(text).to.include('panther:expectedAccountId: "111111111111"');
    expect(text).to.include('IdentityAccountId: "111111111111"');
  });
});
