import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { type PolicyRequest, policyForEnvironment } from "../../automation/policyForEnvironment.ts";
import { PantherError } from "../../model/error.ts";

const standard = {
  version: "v1.39.7",
  region: "us-east-1",
  expectedAccountId: "210987654321",
  rootStackName: "panther-prod",
};
const split = {
  ...standard,
  topology: "china",
  region: "cn-north-1",
  releaseBucket: "example-releases",
  parameters: { OnboardSelf: "false" },
  china: {
    webRegion: "ap-southeast-1",
    webAccountId: "321098765432",
    webRootStackName: "panther-web",
    webParameters: { FirstUserEmail: "a@example.com" },
  },
};

describe("panther permissions", () => {
  let projectDirectory: string;

  before(async () => {
    projectDirectory = await mkdtemp(join(tmpdir(), "permissions-"));
    await mkdir(join(projectDirectory, "stacks"));
    await writeFile(join(projectDirectory, "Pulumi.yaml"), stringify({ name: "panther", runtime: "nodejs" }));
    for (const [name, values] of Object.entries({ prod: standard, china: split })) {
      const config = Object.fromEntries(Object.entries(values).map(([key, value]) => [`panther:${key}`, value]));
      await writeFile(join(projectDirectory, "stacks", `Pulumi.${name}.yaml`), stringify({ config }));
    }
  });
  after(() => rm(projectDirectory, { recursive: true, force: true }));

  const policy = (command: string, more: Partial<PolicyRequest> = {}) =>
    policyForEnvironment({ projectDirectory, command, ...more });
  const refusal = async (...given: Parameters<typeof policy>) =>
    policy(...given).then(
      () => expect.fail("no refusal"),
      (error: unknown) =>
        error instanceof PantherError ? `${error.code}: ${error.message} ${error.fix}` : expect.fail(String(error)),
    );

  it("fills a policy with the environment's names, and adds the journal's bucket", async () => {
    const { Statement } = await policy("upgrade", { environment: "prod", journal: "s3://audit/panther" });
    const of = (sid: string) => Statement.find(({ Sid }) => Sid === sid)?.Resource;
    expect(of("PassRole")).to.deep.equal(["arn:aws:iam::210987654321:role/PantherDeploymentRole"]);
    expect(of("ReadStacks")).to.include("arn:aws:cloudformation:us-east-1:210987654321:stack/panther-prod-*/*");
    expect(of("WriteJournal")).to.deep.equal(["arn:aws:s3:::audit/*"]);
  });

  it("has one for each side of a split", async () => {
    const backend = await policy("deploy", { environment: "china", side: "backend" });
    expect(JSON.stringify(backend)).to.include("arn:aws-cn:s3:::example-releases").and.not.include("arn:aws:");
    const web = await policy("deploy", { environment: "china", side: "web" });
    expect(JSON.stringify(web)).to.include("stack/panther-web/*").and.include("secret:panther/china-??????");
  });

  it("says what it lacks", async () => {
    expect(await refusal("fly", { environment: "prod" })).to.include("command-unknown");
    expect(await refusal("history", { environment: "prod" })).to.include("policy-needless");
    expect(await refusal("status --drift")).to.include("panther permissions 'status --drift' --environment <name>");
    expect(await refusal("status", { environment: "china" })).to.include("--side backend");
    expect(await refusal("status", { environment: "prod", side: "web" })).to.include("side-wrong: prod is not split");
    expect(await refusal("china upload", { environment: "china", side: "web" })).to.include("policy-needless");
    expect(await refusal("status", { environment: "nobody" })).to.include("environment-missing");
  });
});
