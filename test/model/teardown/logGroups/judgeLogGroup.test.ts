import { expect } from "chai";
import fc from "fast-check";
import { judgeLogGroup, needsTags } from "../../../../model/teardown/logGroups/judgeLogGroup.ts";
import { hasFixedName, mayBePanthers } from "../../../../model/teardown/logGroups/logGroupNames.ts";
import type { LogGroupOwners } from "../../../../model/teardown/logGroups/logGroupPlan.ts";

const nobody: LogGroupOwners = { functions: [], projects: [], logGroups: [], graphqlApis: [] };
const none = new Set<string>();

interface Known {
  readonly owners?: Partial<LogGroupOwners>;
  readonly live?: ReadonlySet<string> | undefined;
  readonly tags?: Readonly<Record<string, string>>;
}

function judge(name: string, known: Known = {}) {
  const { owners, tags } = known;
  const evidence = { owners: { ...nobody, ...owners }, liveFunctions: "live" in known ? known.live : none };
  const plan = judgeLogGroup({ name, storedBytes: 7, ...(tags && { tags }) }, evidence);
  expect(plan).to.include({ name, storedBytes: 7 });
  return { ...plan, needsTags: needsTags(name, evidence) };
}

describe("whose a log group is", () => {
  const ours = { belongs: "deployment", way: "delete", needsTags: false };
  const asked = { belongs: "unknown", way: "ask" };

  it("is told by what the deployment's stacks have", () => {
    const functions = ["panther-new-in-1.120"];
    expect(judge("/aws/lambda/panther-new-in-1.120", { owners: { functions } })).to.include(ours);
    // It is there, and it is the deployment's.
    const live = new Set(functions);
    expect(judge("/aws/lambda/panther-new-in-1.120", { owners: { functions }, live })).to.include(ours);
    expect(judge("/aws/codebuild/panther-x", { owners: { projects: ["panther-x"] } })).to.include(ours);
    expect(judge("aws-waf-logs-panther", { owners: { logGroups: ["aws-waf-logs-panther"] } })).to.include(ours);
    expect(judge("/aws/appsync/apis/abc", { owners: { graphqlApis: ["abc"] } })).to.include(ours);
  });

  it("is told by fixed names where the stacks are gone", () => {
    const names = ["/aws/lambda/panther-cfn-custom-resources", "/aws/codebuild/panther-pulumi", "panther-web-logs"];
    for (const name of names) expect(judge(name), name).to.include(ours);
    expect(judge("/aws/lambda/panther-cfn-custom-resources", { live: undefined })).to.include(ours);
  });

  it("is told by tags where nothing else tells it", () => {
    const name = "/aws/gateway/panther-log-source";
    expect(judge(name)).to.include({ ...asked, needsTags: true });
    expect(judge(name, { tags: { Application: "Other" } })).to.include(asked);
    expect(judge(name, { tags: { Application: "Panther" } })).to.include({ ...ours, needsTags: true });
    expect(judge(name, { tags: { "panther:app": "panther" } })).to.include({ ...ours, needsTags: true });
  });

  it("is somebody else's where a function writes to it that no stack of the deployment has", () => {
    const live = new Set(["panther-source-api", "panther-tracker"]);
    for (const name of live) {
      // Whatever its name and its tags are.
      const plan = judge(`/aws/lambda/${name}`, { live, tags: { Application: "Panther" } });
      expect(plan).to.include({ ...asked, needsTags: false });
      expect(plan.why).to.include(name);
    }
  });

  it("is asked about wherever nothing speaks for the deployment", () => {
    const rest = fc.string({ unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz-") });
    const prefixes = fc.constantFrom("/aws/lambda/panther-", "/aws/codebuild/panther", "/aws/gateway/panther");
    fc.assert(
      fc.property(prefixes, rest, (prefix, end) => {
        const name = `${prefix}${end}`;
        fc.pre(!hasFixedName(name));
        expect(mayBePanthers(name)).to.equal(true);
        expect(judge(name)).to.include(asked);
      }),
    );
  });

  it("is no question of names that only resemble Panther's", () => {
    for (const name of ["/aws/lambda/pantherine", "/aws/lambda/my-panther-", "aws-waf-logs-shop", "panther-web"]) {
      expect(mayBePanthers(name), name).to.equal(false);
    }
    expect(mayBePanthers("aws-waf-logs-http-panther-ingest")).to.equal(true);
  });
});
