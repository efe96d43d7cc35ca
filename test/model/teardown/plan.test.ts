import { expect } from "chai";
import { somethingToDo } from "../../../model/teardown/somethingToDo.ts";
import { sourceStackNames, sourceStages } from "../../../model/teardown/sourceStacks.ts";
import { keptIn, stacksIn, strangersIn } from "../../../model/teardown/stateRemoval.ts";
import type { SideTeardown, TeardownPlan } from "../../../model/teardown/teardownPlan.ts";

const urn = (type: string, name: string) => `urn:pulumi:test::panther::${type}::${name}`;
const stackType = "aws:cloudformation/stack:Stack";
const root = {
  urn: urn(`panther:index:PantherRootStack$${stackType}`, "panther-stack"),
  type: stackType,
  custom: true,
  id: "arn:root",
  protect: true,
};

describe("Pulumi's state at a teardown", () => {
  it("has what the program makes, and strangers", () => {
    const ofSplit =
      "panther:index:PantherChinaSplit$panther:index:PantherChinaProxySecret$aws:secretsmanager/secret:Secret";
    const resources = [
      { urn: urn("pulumi:pulumi:Stack", "panther-test"), type: "pulumi:pulumi:Stack" },
      { urn: urn("pulumi:providers:aws", "aws"), type: "pulumi:providers:aws", custom: true, id: "1" },
      { urn: urn("panther:index:PantherRootStack", "panther"), type: "panther:index:PantherRootStack", custom: false },
      root,
      { urn: urn(ofSplit, "x"), type: "aws:secretsmanager/secret:Secret", custom: true, id: "arn:secret" },
    ];
    expect(strangersIn(resources)).to.deep.equal([]);
    expect([stacksIn(resources), keptIn(resources)]).to.deep.equal([["arn:root"], 1]);
    const theirs = [
      { ...root, urn: urn(stackType, "mine") },
      {
        urn: urn("panther:index:PantherNetwork$aws:ec2/vpc:Vpc", "v"),
        type: "aws:ec2/vpc:Vpc",
        custom: true,
        id: "vpc-1",
      },
    ];
    expect(strangersIn([...resources, ...theirs])).to.deep.equal(theirs.map((one) => one.urn));
    // One whose creation was cut off.
    const { id: _, ...pending } = root;
    expect(stacksIn([pending])).to.deep.equal([]);
  });
});

describe("the stacks of a deployment from source", () => {
  it("are nine, what others need last", () => {
    expect(new Set(sourceStackNames).size).to.equal(9);
    expect(sourceStages.map((stage) => stage.length)).to.deep.equal([4, 2, 1, 1, 1]);
    expect(sourceStackNames.at(-1)).to.equal("panther-bootstrap");
  });
});

describe("whether there is something to do", () => {
  const side: SideTeardown = { accountId: "1", region: "us-east-1", stacks: [], buckets: [], logGroups: [], stays: [] };
  const plan: TeardownPlan = {
    environment: "prod",
    confirmation: "prod",
    deployment: "none",
    sides: [side],
    pulumi: { kind: "none" },
    findings: [],
  };
  const bucket = {
    name: "b",
    region: "us-east-1",
    versioned: true,
    contents: { kind: "at-least", versions: 10_000 },
  } as const;
  const join = { keys: [], secret: { kind: "none" }, releaseBucket: { kind: "none" } } as const;
  const group = { name: "g", storedBytes: 0, belongs: "unknown", why: "" } as const;
  const found = { kind: "found", resources: 0, kept: 0, strangers: [], removeStack: false } as const;

  it("is told by what would be changed, and not by what is kept, asked about or not looked at", () => {
    const nothing: readonly Partial<TeardownPlan>[] = [
      {},
      { sides: [{ ...side, buckets: [{ kind: "planned", bucket: { ...bucket, way: "keep" } }] }] },
      { sides: [{ ...side, buckets: [{ kind: "unreadable", name: "b", why: "", fix: "" }] }] },
      {
        sides: [
          {
            ...side,
            logGroups: [
              { ...group, way: "ask" },
              { ...group, way: "keep" },
            ],
          },
        ],
      },
      {
        join: {
          ...join,
          secret: { kind: "scheduled", name: "s", until: "2026-01-01" },
          releaseBucket: { kind: "keep", name: "b", why: "" },
        },
      },
      { pulumi: { kind: "unavailable", message: "", fix: "" } },
      { pulumi: found },
    ];
    for (const one of nothing) expect(somethingToDo({ ...plan, ...one }), JSON.stringify(one)).to.equal(false);
    const stack = {
      name: "s",
      stackId: "arn",
      status: "CREATE_COMPLETE",
      kind: "root",
      stage: 1,
      nested: 0,
      resources: 0,
      retained: 0,
      terminationProtection: false,
    } as const;
    const something: readonly Partial<TeardownPlan>[] = [
      { sides: [side, { ...side, stacks: [stack] }] },
      { sides: [{ ...side, buckets: [{ kind: "planned", bucket: { ...bucket, way: "expire" } }] }] },
      { sides: [{ ...side, logGroups: [{ ...group, way: "delete" }] }] },
      { join: { ...join, keys: [{ id: "k", name: "key" }] } },
      { join: { ...join, secret: { kind: "delete", name: "s", recoveryDays: 30 } } },
      {
        join: {
          ...join,
          releaseBucket: { kind: "remove", look: { kind: "planned", bucket: { ...bucket, way: "delete" } } },
        },
      },
      { pulumi: { ...found, resources: 1 } },
      { pulumi: { ...found, removeStack: true } },
    ];
    for (const one of something) expect(somethingToDo({ ...plan, ...one }), JSON.stringify(one)).to.equal(true);
  });
});
