import { expect } from "chai";
import type { StackApi } from "../../../automation/clients.ts";
import { othersLogGroups } from "../../../automation/source/othersLogGroups.ts";
import type { LogGroupApis } from "../../../automation/teardown/logGroups/logGroupApis.ts";

const named = (name: string, message: string) => Object.assign(new Error(message), { name });
const fake = <T>(calls: object): T => calls as T;
const groupsThere = ["/aws/lambda/panther-billing", "/aws/lambda/panther-own"];

/** The function `panther-own` is in the stack of that name; who wrote the other's logs nobody knows. */
function look(holder: string, describeLogGroups?: () => Promise<never>) {
  const stacks = fake<StackApi>({
    listStackResources: async ({ StackName }: { StackName: string }) => {
      if (StackName !== holder) throw named("ValidationError", `Stack with id ${StackName} does not exist`);
      const own = { ResourceType: "AWS::Lambda::Function", PhysicalResourceId: "panther-own", ResourceStatus: "" };
      return { StackResourceSummaries: [own] };
    },
  });
  const listed = async ({ logGroupNamePrefix: prefix }: { logGroupNamePrefix: string }) => ({
    logGroups: groupsThere.filter((name) => name.startsWith(prefix)).map((logGroupName) => ({ logGroupName })),
  });
  const apis = fake<LogGroupApis>({
    logs: { describeLogGroups: describeLogGroups ?? listed, listTagsForResource: async () => ({}) },
    functions: { listFunctions: async () => ({ Functions: [] }) },
  });
  return othersLogGroups({ stacks, apis, rootStackName: "panther-dev", signal: new AbortController().signal });
}

describe("log groups that panther source teardown takes of others", () => {
  for (const holder of ["panther-dev", "panther-core"]) {
    it(`are told without this deployment's own, which are of what ${holder} holds`, async () => {
      const [finding, ...more] = await look(holder);
      expect(more).to.deep.equal([]);
      expect(finding?.message).to.include("/aws/lambda/panther-billing").and.not.include("panther-own");
    });
  }

  it("are told as unknown where nobody may list them, and stop nothing", async () => {
    const denied = () => Promise.reject(named("AccessDeniedException", "not authorized (test)"));
    const [finding] = await look("panther-dev", denied);
    expect(finding?.message).to.include("can't be told").and.include("logs:DescribeLogGroups");
  });
});
