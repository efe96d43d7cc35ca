import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { makeByHand } from "../support/handMade.ts";
import { lastEvents, type TestEnvironment, testEnvironment } from "../support/panther.ts";

const minutes = 60_000;

/** What `pulumi preview --import-file` writes: everything that is to be created, without the IDs. */
interface ImportFile {
  readonly resources: readonly { readonly name: string; readonly id?: string }[];
}

// `panther adopt` leaves no difference at all; this is what somebody gets who knows Pulumi and nothing else.
describe("a plain pulumi import of stacks made by hand", function () {
  this.timeout(3 * minutes);
  let environment: TestEnvironment;
  let made: Readonly<Record<string, string>>;

  before(async () => {
    environment = await testEnvironment({ version: "v1.36.0" });
    const { accountId } = environment;
    const { role, root } = await makeByHand(environment, "1.36.0", {
      parameters: {
        FirstUserEmail: "first.user@example.com",
        CompanyDisplayName: "Example Security",
        OnboardSelf: "false",
        PulumiSecretArn: `arn:aws:secretsmanager:us-east-1:${accountId}:secret:panther-pulumi-token-AbCdEf`,
        PulumiSecretKeyArn: `arn:aws:kms:us-east-1:${accountId}:key/00000000-0000-4000-8000-000000000000`,
      },
    });
    made = await lastEvents(environment);
    await pulumi(0, "stack", "init");
    const file = join(environment.projectDirectory, "import.json");
    await pulumi(0, "preview", "--import-file", file);
    const { resources, ...rest } = JSON.parse(await readFile(file, "utf8")) as ImportFile;
    const ids: Readonly<Record<string, string>> = {
      "deployment-role-stack": role.stackId,
      "panther-stack": root.stackId,
    };
    const filled = resources.map(({ id: _, ...resource }) => {
      const id = ids[resource.name];
      return { ...resource, ...(id && { id }) };
    });
    await writeFile(file, JSON.stringify({ ...rest, resources: filled }));
    await pulumi(0, "import", "--file", file, "--yes", "--skip-preview", "--generate-code=false");
  });
  after(() => environment?.remove());

  async function pulumi(code: number, ...args: readonly string[]): Promise<string> {
    const { code: ended, stdout, stderr } = await environment.pulumi(...args);
    expect(ended, stdout + stderr).to.equal(code);
    return stdout + stderr;
  }

  it("is no way around the minors: the template that stands tells the release", async () => {
    await environment.configure({ version: "v1.38.5" });
    expect(await pulumi(0, "preview")).to.include("pulumi up will refuse this. v1.36.0 to v1.38.5 leaves out minors");
    await environment.configure({});
  });

  it("is recorded in full by the first up, in which nothing moves in AWS", async () => {
    await pulumi(0, "up", "--yes", "--skip-preview");
    expect(await lastEvents(environment)).to.deep.equal(made);
    const { stdout } = await environment.pulumi("preview", "--diff");
    // As the console's boxes gave them; they change with the next update that changes something else.
    expect(stdout)
      .to.include("capabilities")
      .and.not.match(/templateUrl|parameters|iamRoleArn|create|delete/);
  });
});
