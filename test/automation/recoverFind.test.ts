import { expect } from "chai";
import type { StackApi } from "../../automation/clients.ts";
import { findStacks } from "../../automation/recovery/findStacks.ts";
import { leftoverStacks } from "../../automation/recovery/leftovers.ts";
import type { CloudFormation } from "../../local/cloudformation/engine.ts";
import { ApiError } from "../../local/cloudformation/errors.ts";
import type { Environment } from "../../model/environment/environment.ts";
import { recoveryTable } from "../../model/recovery/recoveryTable.ts";
import { pathOf, skipName } from "../../model/recovery/skips.ts";
import { deployedLevels } from "../local/cloudformation/deployedLevels.ts";
import { child, harness, scope, template } from "../local/cloudformation/harness.ts";

/** Local CloudFormation in virtual time, as the driver calls it. */
function apiOf(engine: CloudFormation): StackApi {
  const calls = {
    describeStacks: ({ StackName }: { StackName: string }) => engine.describeStacks(scope, StackName),
    describeStackEvents: ({ StackName, NextToken }: { StackName: string; NextToken?: string }) =>
      engine.describeStackEvents(scope, StackName, NextToken),
    listStacks: ({ StackStatusFilter }: { StackStatusFilter: readonly string[] }) =>
      engine.listStacks(scope, StackStatusFilter),
    listChangeSets: ({ StackName }: { StackName: string }) => engine.listChangeSets(scope, StackName),
  };
  const named = Object.entries(calls).map(([name, call]) => [
    name,
    async (input: never) => {
      try {
        return call(input);
      } catch (error) {
        // The SDK names an error after its code.
        throw error instanceof ApiError ? Object.assign(new Error(error.message), { name: error.code }) : error;
      }
    },
  ]);
  return Object.fromEntries(named) as StackApi;
}

const environment = {
  name: "prod",
  region: scope.region,
  rootStackName: "r",
  deploymentRole: { kind: "existing" },
} as unknown as Environment;
const stuck = { id: "stuck", on: "update", phase: "rollback", action: { kind: "fail" } } as const;

describe("what a recovery finds", () => {
  it("names what stops a rollback at depth 3, as people and as AWS name it, and not the stacks that echo it", async () => {
    const h = await deployedLevels();
    h.engine.faults.add({ ...stuck, path: "Mid/Leaf/LeafThing" });
    await h.update("2", "root");
    const [root] = await findStacks(apiOf(h.engine), environment);
    const leafName = h.engine.describeStacks(scope, h.leaf).Stacks?.[0]?.StackName;
    expect(root?.blocked.map((resource) => [pathOf(resource), skipName(resource)])).to.deep.equal([
      ["Mid/Leaf/LeafThing", `${leafName}.LeafThing`],
    ]);
    // What it names is what AWS takes.
    const ResourcesToSkip = root?.blocked.map(skipName);
    h.engine.continueUpdateRollback(scope, { StackName: "r", ...(ResourcesToSkip && { ResourcesToSkip }) });
    await h.engine.settled();
    const [after] = await findStacks(apiOf(h.engine), environment);
    expect([after?.status, after?.answer, after?.blocked]).to.deep.equal(["UPDATE_ROLLBACK_COMPLETE", "nothing", []]);
  });

  it("names a nested stack that somebody deleted, as a whole", async () => {
    const h = await deployedLevels();
    h.engine.faults.add({ ...stuck, path: "Mid/Leaf/LeafThing" });
    await h.update("2", "root");
    h.engine.deleteStack(scope, { StackName: h.mid });
    await h.engine.settled();
    const [root] = await findStacks(apiOf(h.engine), environment);
    expect(root?.blocked.map(skipName)).to.deep.equal(["Mid"]);
  });

  it("reads as many pages of events as it takes, and no more", async () => {
    const h = harness(0);
    const things = (value: string, fail: string) =>
      template(
        Object.fromEntries(
          Array.from({ length: 120 }, (_, i) => [`T${i}`, { Value: value, ...(i === 0 && { Fail: fail }) }]),
        ),
      );
    await h.engine.createStack(scope, { StackName: "r", TemplateBody: things("1", "no") });
    await h.engine.settled();
    h.engine.faults.add({ ...stuck, path: "T119" });
    await h.engine.updateStack(scope, { StackName: "r", TemplateBody: things("2", "update") });
    await h.engine.settled();
    let calls = 0;
    const api = apiOf(h.engine);
    const counting = {
      ...api,
      describeStackEvents: async (input: never) => {
        calls++;
        return (api.describeStackEvents as (value: never) => Promise<unknown>)(input);
      },
    } as unknown as StackApi;
    const [root] = await findStacks(counting, environment);
    expect([root?.status, root?.blocked.map(pathOf)]).to.deep.equal(["UPDATE_ROLLBACK_FAILED", ["T119"]]);
    const all = Math.ceil(countOf(h.engine) / 100);
    expect(calls).to.be.greaterThan(1).and.lessThan(all);
  });

  it("has the table's answer for every status, whatever ever ran", async () => {
    const stackId = "arn:aws:cloudformation:eu-west-1:111111111111:stack/r/1";
    const own = { PhysicalResourceId: stackId, ResourceType: "AWS::CloudFormation::Stack", LogicalResourceId: "r" };
    const answered = async (StackStatus: string, ...history: readonly string[]) => {
      const api = {
        describeStacks: async () => ({ Stacks: [{ StackId: stackId, StackName: "r", StackStatus }] }),
        describeStackEvents: async () => ({
          StackEvents: [StackStatus, ...history].map((ResourceStatus) => ({ ...own, ResourceStatus })),
        }),
      } as unknown as StackApi;
      return (await findStacks(api, environment))[0]?.answer;
    };
    for (const [status, { ran, neverRan }] of Object.entries(recoveryTable)) {
      expect(await answered(status, "CREATE_COMPLETE", "CREATE_IN_PROGRESS"), status).to.equal(ran.root);
      const never = status === "REVIEW_IN_PROGRESS" ? [] : ["CREATE_IN_PROGRESS"];
      // Statuses that nothing but a completion leads to say by themselves that something ran.
      const told = /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status) ? ran.root : neverRan;
      expect(await answered(status, ...never), status).to.equal(told);
    }
  });

  it("takes nested stacks in review for leftovers of this root stack only", async () => {
    const h = harness();
    h.templates.set("a", template({ A: {} }));
    const body = template({ Own: {} });
    for (const StackName of ["r", "other"]) {
      await h.engine.createStack(scope, { StackName, TemplateBody: body });
      await h.engine.settled();
      const set = { StackName, ChangeSetName: "c", IncludeNestedStacks: true };
      const { Id } = await h.engine.createChangeSet(scope, {
        ...set,
        TemplateBody: template({ Own: {}, N: child("a") }),
      });
      h.engine.deleteChangeSet(scope, Id, undefined);
    }
    const [root] = await findStacks(apiOf(h.engine), environment);
    const left = await leftoverStacks(apiOf(h.engine), root?.stackId ?? "");
    expect(left.map(({ name }) => name.slice(0, 4))).to.deep.equal(["r-N-"]);
  });
});

function countOf(engine: CloudFormation): number {
  let count = 0;
  let token: string | undefined;
  do {
    const page = engine.describeStackEvents(scope, "r", token);
    count += page.StackEvents?.length ?? 0;
    token = page.NextToken;
  } while (token !== undefined);
  return count;
}
