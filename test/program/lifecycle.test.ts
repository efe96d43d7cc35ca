import { expect } from "chai";
import {
  changeInConsole,
  cloudFormationOf,
  type Ended,
  lastEvents,
  type TestEnvironment,
  testEnvironment,
} from "../support/panther.ts";

const minutes = 60_000;
const secret = "c0ffee00c0ffee00c0ffee00c0ffee00";

// One environment from its creation to its destruction: each test goes on from what the one before left.
describe("the program, as a Pulumi user uses it", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;
  let parameters: Readonly<Record<string, unknown>>;
  /** All that Pulumi printed, for secrets to be looked for in. */
  let printed = "";

  before(async () => {
    environment = await testEnvironment({ version: "v1.36.0" });
    const { accountId } = environment;
    parameters = {
      FirstUserEmail: "first.user@example.com",
      CompanyDisplayName: "Example Security",
      OnboardSelf: false,
      PulumiSecretArn: `arn:aws:secretsmanager:us-east-1:${accountId}:secret:panther-pulumi-token-AbCdEf`,
      PulumiSecretKeyArn: `arn:aws:kms:us-east-1:${accountId}:key/00000000-0000-4000-8000-000000000000`,
    };
    await pulumi("stack", "init");
    const first = await pulumi("up", "--yes", "--skip-preview");
    succeeded(first);
    expect(first.said).to.include("panther: Panther v1.36.0 is deployed for the first time");
  });
  after(() => environment?.remove());

  async function pulumi(...args: readonly string[]): Promise<Ended & { readonly said: string }> {
    const ended = await environment.pulumi(...args);
    const said = ended.stdout + ended.stderr;
    printed += said;
    return { ...ended, said };
  }

  function succeeded({ code, said }: { readonly code: number; readonly said: string }): void {
    expect(code, said).to.equal(0);
  }

  async function parameterOf(name: string, stack = "panther-test"): Promise<string | undefined> {
    const { Stacks: [found] = [] } = await cloudFormationOf(environment).describeStacks({ StackName: stack });
    return found?.Parameters?.find(({ ParameterKey }) => ParameterKey === name)?.ParameterValue;
  }

  it("finds nothing to do after a refresh where nothing has changed", async () => {
    succeeded(await pulumi("refresh", "--yes", "--skip-preview"));
    succeeded(await pulumi("preview", "--expect-no-changes"));
  });

  it("names a parameter that was changed in the console once Pulumi has looked, and puts it back", async () => {
    await changeInConsole(environment, "CompanyDisplayName", "Changed in the console");
    succeeded(await pulumi("refresh", "--yes", "--skip-preview"));
    const preview = await pulumi("preview");
    expect(preview.said).to.include("panther: Parameters changed: CompanyDisplayName\n");
    succeeded(await pulumi("up", "--yes", "--skip-preview"));
    expect(await parameterOf("CompanyDisplayName")).to.equal("Example Security");
  });

  it("refuses what would do harm, and nothing has moved", async () => {
    const before = await lastEvents(environment);
    const refusals = [
      { values: { version: "v1.39.7" }, says: "leaves out minors after 1.36", preview: 0 },
      { values: { version: "v1.35.7" }, says: "v1.35.7 is older than v1.36.0, and Panther can't go back" },
      {
        values: { rootStackName: "panther-other" },
        says: "stack's name can't change from panther-test to panther-other",
        preview: 1,
      },
      { values: { region: "eu-west-1" }, says: "region can't change from us-east-1 to eu-west-1" },
    ];
    for (const { values, says, preview } of refusals) {
      await environment.configure(values);
      if (preview !== undefined) {
        const shown = await pulumi("preview");
        expect(shown.code, shown.said).to.equal(preview);
        // Pulumi's own advice where a protected stack is to be replaced.
        expect(shown.said).to.include(says).and.not.include("unprotect");
      }
      const refused = await pulumi("up", "--yes", "--skip-preview");
      expect(refused.code, refused.said).to.not.equal(0);
      expect(refused.said).to.include(says);
      expect(await lastEvents(environment), says).to.deep.equal(before);
    }
    await environment.configure({});
    // The program does not see the value: it is CloudFormation that refuses.
    await pulumi("config", "set", "--secret", "--path", "panther:secretParameters.SnowflakeAPISecretARN", secret);
    const unfit = await pulumi("up", "--yes", "--skip-preview");
    expect(unfit.code).to.not.equal(0);
    expect(unfit.said).to.include("Parameter 'SnowflakeAPISecretARN' must match pattern").and.not.include(secret);
    await environment.configure({});
    succeeded(await pulumi("up", "--yes", "--skip-preview"));
    expect(await lastEvents(environment)).to.deep.equal(before);
  });

  it("says in words what an upgrade changes: parameters by name, never a value of a secret", async () => {
    const { CompanyDisplayName: _, ...kept } = parameters;
    await environment.configure({
      version: "v1.37.11",
      parameters: { ...kept, FirstUserEmail: "second.user@example.com", SentryEnvironment: "" },
      firstDeployParameters: [],
      tags: { owner: "security" },
      deploymentRole: { parameters: { IdentityAccountId: "210987654321" } },
    });
    await pulumi("config", "set", "--secret", "--path", "panther:secretParameters.DatadogAPIKey", secret);
    const preview = await pulumi("preview", "--diff");
    succeeded(preview);
    for (const line of [
      "panther: Panther v1.36.0 → v1.37.11\n",
      "panther: Parameters changed: FirstUserEmail\n",
      "panther: Parameters added: DatadogAPIKey, SentryEnvironment\n",
      "panther: Parameters no longer set (back to the template's default): CompanyDisplayName\n",
      "panther: Tags added: owner\n",
    ])
      expect(preview.said).to.include(line);
    const up = await pulumi("up", "--yes", "--skip-preview", "--diff");
    succeeded(up);
    expect(await parameterOf("CompanyDisplayName")).to.not.equal("Example Security");
    expect(await parameterOf("IdentityAccountId", "panther-deployment-role")).to.equal("210987654321");
  });

  it("names the standing difference of a NoEcho parameter as such, and up then moves nothing", async () => {
    const before = await lastEvents(environment);
    const standing = "Nothing changes. CloudFormation answers **** for DatadogAPIKey";
    expect((await pulumi("preview")).said).to.include(standing);
    const up = await pulumi("up", "--yes", "--skip-preview", "--json");
    succeeded(up);
    succeeded(await pulumi("refresh", "--yes", "--skip-preview"));
    // A refresh puts the **** among the inputs: then nobody can tell.
    expect((await pulumi("preview", "--json")).said).to.include(
      "Parameters that may have changed (CloudFormation answers ****): DatadogAPIKey",
    );
    succeeded(await pulumi("up", "--yes", "--skip-preview"));
    expect(await lastEvents(environment)).to.deep.equal(before);
  });

  it("is not destroyed while it is protected, and is once it is not", async () => {
    const before = await lastEvents(environment);
    const refused = await pulumi("destroy", "--yes", "--skip-preview");
    expect(refused.code).to.not.equal(0);
    expect(refused.said).to.include("protect");
    expect(await lastEvents(environment)).to.deep.equal(before);
    succeeded(await pulumi("state", "unprotect", "--all", "--yes"));
    succeeded(await pulumi("destroy", "--yes", "--skip-preview"));
    expect(await lastEvents(environment)).to.deep.equal({});
  });

  it("has shown no secret in all that", async () => {
    printed += (await environment.pulumi("stack", "export")).stdout;
    expect(printed).to.include("DatadogAPIKey").and.not.include(secret);
  });
});
