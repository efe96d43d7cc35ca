import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { waitUntilStackUpdateComplete } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { type DriverEvent, deploy, type Proposal, realTiming, upgrade } from "../../automation/index.ts";
import { releaseTemplates } from "../../model/release/releaseTemplates.ts";
import { parseVersion } from "../../model/release/version.ts";
import {
  asCallerOf,
  cloudFormationOf,
  eventsOf,
  lastEvents,
  type TestEnvironment,
  testEnvironment,
} from "../support/panther.ts";

const minutes = 60_000;
const root = "panther-test";

// One environment, in which somebody else is at work, too.
describe("an environment that somebody changes by hand", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;

  before(async () => {
    environment = await testEnvironment({ version: "v1.36.0" });
    const deployed = await environment.panther("deploy");
    expect(deployed.code, deployed.stdout).to.equal(0);
  });
  after(() => environment?.remove());

  /** Runs a function of the library as this environment's caller, with an answer to what it proposes. */
  async function run(command: typeof deploy | typeof upgrade, answer: (proposal: Proposal) => Promise<boolean>) {
    const events: DriverEvent[] = [];
    const proposals: Proposal[] = [];
    const summary = await asCallerOf(environment, () =>
      command({
        environment: "test",
        projectDirectory: environment.projectDirectory,
        timing: realTiming(200),
        callsPerSecond: 50,
        preflight: false,
        report: (event) => events.push(event),
        approve: (proposal) => {
          proposals.push(proposal);
          return answer(proposal);
        },
      }),
    );
    return { summary, events, proposals };
  }

  it("is refused where its file changed after the plan was made, and nothing has moved", async () => {
    await environment.configure({ version: "v1.36.0", tags: { owner: "security" } });
    const before = await lastEvents(environment);
    const file = join(environment.projectDirectory, "stacks", "Pulumi.test.yaml");
    const changed = await run(deploy, async () => {
      await writeFile(file, (await readFile(file, "utf8")).replace("security", "somebody"));
      return true;
    });
    expect(eventsOf(changed.events, "failed")[0]).to.include({ code: "changed-meanwhile" });
    expect(changed.summary.result).to.equal("refused");
    expect(await lastEvents(environment)).to.deep.equal(before);
    await environment.configure({ version: "v1.36.0" });
  });

  it("is caught up with after two minors in the console, once somebody says yes to what that changes", async () => {
    for (const release of ["1.37.11", "1.38.5"]) await updateInConsole(release);
    await environment.configure({ version: "v1.38.5", tags: { owner: "security" } });
    const before = await lastEvents(environment);
    const refused = await run(upgrade, async () => false);
    expect(refused.summary).to.include({ result: "refused", from: "1.38.5", to: "1.38.5" });
    expect(refused.proposals.map(({ command, plan }) => [command, plan.settings?.tags])).to.deep.equal([
      ["deploy", ["owner"]],
    ]);
    expect(await lastEvents(environment)).to.deep.equal(before);

    const { summary, events } = await run(upgrade, async () => true);
    expect(summary.result, JSON.stringify(events)).to.equal("done");
    const preview = await environment.pulumi("preview", "--expect-no-changes");
    expect(preview.code, preview.stdout + preview.stderr).to.equal(0);
  });

  it("goes on from there", async () => {
    await environment.configure({ version: "v1.39.7", tags: { owner: "security" } });
    const { code, events, stdout } = await environment.panther("upgrade");
    expect(code, stdout).to.equal(0);
    expect(eventsOf(events, "summary")[0]).to.deep.include({ from: "1.38.5", to: "1.39.7", hops: 1 });
  });

  async function updateInConsole(version: string): Promise<void> {
    const client = cloudFormationOf(environment);
    const { rootTemplateUrl } = releaseTemplates({
      ...{ release: parseVersion(version), region: environment.region, publishedRoles: [] },
    });
    const { Stacks: [stack] = [] } = await client.describeStacks({ StackName: root });
    const { Parameters = [] } = await client.getTemplateSummary({ TemplateURL: rootTemplateUrl ?? "" });
    const declared = new Set(Parameters.map(({ ParameterKey }) => ParameterKey));
    await client.updateStack({
      StackName: root,
      TemplateURL: rootTemplateUrl ?? "",
      Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
      Parameters: (stack?.Parameters ?? [])
        .filter(({ ParameterKey }) => declared.has(ParameterKey))
        .map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true })),
    });
    await waitUntilStackUpdateComplete({ client, maxWaitTime: 120, minDelay: 0.2, maxDelay: 1 }, { StackName: root });
  }
});
