import { expect } from "chai";
import { awsApis } from "../../automation/clients.ts";
import { type ImportedStacks, type ImportRequest, importStacks } from "../../automation/importStacks.ts";
import { PantherError } from "../../model/error.ts";
import { makeByHand } from "../support/handMade.ts";
import { asCallerOf, lastEvents, type TestEnvironment, testEnvironment } from "../support/panther.ts";

const minutes = 60_000;
const secret = "c0ffee00c0ffee00c0ffee00c0ffee00";
const tags = { owner: "security" };

interface Exported {
  readonly deployment: { readonly resources?: readonly ExportedResource[] };
}

interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  readonly dependencies?: readonly string[];
}

// One environment, in the order in which somebody takes a Panther over.
describe("taking hand-made stacks over into Pulumi's state", function () {
  this.timeout(3 * minutes);
  let environment: TestEnvironment;
  let made: Awaited<ReturnType<typeof makeByHand>>;

  before(async () => {
    environment = await testEnvironment({ version: "v1.36.0", tags });
    made = await makeByHand(environment, "1.36.0", {
      parameters: {
        FirstUserEmail: "first.user@example.com",
        CompanyDisplayName: "Example Security",
        OnboardSelf: "false",
        PulumiSecretArn: `arn:aws:secretsmanager:us-east-1:${environment.accountId}:secret:panther-pulumi-token-AbCdEf`,
        PulumiSecretKeyArn: `arn:aws:kms:us-east-1:${environment.accountId}:key/00000000-0000-4000-8000-000000000000`,
        DatadogAPIKey: secret,
      },
      tags,
    });
  });
  after(() => environment?.remove());

  function take(request: Partial<ImportRequest> = made): Promise<ImportedStacks | PantherError> {
    return asCallerOf(environment, async () => {
      const { projectDirectory } = environment;
      const { stacks } = awsApis({ region: environment.region, runId: "test" });
      try {
        return await importStacks({ projectDirectory, environment: "test", stacks, root: made.root, ...request });
      } catch (error) {
        if (error instanceof PantherError) return error;
        throw error;
      }
    });
  }

  async function exported(): Promise<Exported & { readonly text: string }> {
    const { stdout } = await environment.pulumi("stack", "export");
    return { ...(JSON.parse(stdout) as Exported), text: stdout };
  }

  it("refuses what the environment's file does not describe, with nothing in Pulumi's state", async () => {
    const withoutRole = await take({ root: made.root });
    expect(withoutRole).to.include({ code: "import-mismatch" });
    const swapped = await take({ ...made, root: made.role });
    expect(swapped).to.include({ code: "import-mismatch" });
    const gone = await take({
      ...made,
      root: { ...made.root, stackId: made.root.stackId.replace("/panther-test/", "/other/") },
    });
    expect(gone).to.include({ code: "stack-missing" });
    await environment.configure({ rootStackName: "security" });
    const invalid = await take();
    expect(invalid).to.include({ code: "preview-refused" });
    expect((invalid as PantherError).message).to.include("must begin with panther-");
    await environment.configure({});
    expect((await exported()).deployment.resources ?? []).to.deep.equal([]);
  });

  it("leaves a preview that shows no change, and nothing in AWS has moved", async () => {
    const before = await lastEvents(environment);
    expect(await take()).to.deep.equal({ kind: "imported", notCompared: ["DatadogAPIKey"] });
    const preview = await environment.pulumi("preview", "--diff", "--expect-no-changes");
    expect(preview.code, preview.stdout + preview.stderr).to.equal(0);
    expect(await lastEvents(environment)).to.deep.equal(before);
  });

  it("leaves the same resources, with the same dependencies, as an up of the program", async () => {
    const shapeOf = async () =>
      (await exported()).deployment.resources?.map(({ urn, dependencies = [] }) => ({ urn, dependencies }));
    const imported = await shapeOf();
    const before = await lastEvents(environment);
    const up = await environment.pulumi("up", "--yes", "--skip-preview");
    expect(up.code, up.stdout + up.stderr).to.equal(0);
    expect(await lastEvents(environment)).to.deep.equal(before);
    expect(await shapeOf()).to.have.deep.members(imported ?? []);
  });

  it("has nothing to do a second time, and refuses others in their place", async () => {
    expect(await take()).to.deep.equal({ kind: "present", notCompared: [] });
    const other = { ...made.role, stackId: `${made.role.stackId}-of-another` };
    const refused = await take({ ...made, role: other });
    expect(refused).to.include({ code: "already-imported" });
    expect((refused as PantherError).message).to.include(made.role.stackId);
  });
});
