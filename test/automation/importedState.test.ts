import { expect } from "chai";
import {
  asPlanned,
  importedResources,
  isUnread,
  type PlannedResource,
  type StandingStack,
} from "../../automation/importedState.ts";
import { stacksInState } from "../../automation/importStacks.ts";
import { PantherError } from "../../model/error.ts";

const urn = "urn:pulumi:test::panther::panther:index:PantherRootStack$aws:cloudformation/stack:Stack::panther-stack";
const planned: PlannedResource = {
  urn,
  type: "aws:cloudformation/stack:Stack",
  parent: "urn:pulumi:test::panther::panther:index:PantherRootStack::panther",
  inputs: {
    name: "panther-test",
    parameters: { DatadogAPIKey: "[secret]", Debug: "true" },
    capabilities: ["CAPABILITY_IAM"],
  },
};
const standing: StandingStack = {
  stackId: "arn:aws:cloudformation:us-east-1:012345678901:stack/panther-test/1",
  templateUrl: "https://example.s3.amazonaws.com/template.yml",
  capabilities: [],
  tags: {},
  parameters: { DatadogAPIKey: "c0ffee", Debug: "true" },
  defaults: { DatadogAPIKey: "", Debug: "false" },
};

describe("a state that is made from stacks that stand", () => {
  it("has asterisks for the file's secrets, where a template shows them, too", () => {
    const [stack] = importedResources([], [planned], { root: standing });
    expect(JSON.stringify(stack)).to.not.include("c0ffee");
    expect(stack?.inputs?.parameters).to.deep.equal({ DatadogAPIKey: "****", Debug: "true" });
    const { parameters } = standing;
    const read = { urn, type: planned.type, inputs: { parameters }, outputs: { parameters, tagsAll: {} } };
    const settled = asPlanned(read, [planned]);
    expect(JSON.stringify(settled)).to.not.include("c0ffee");
    expect(settled.inputs?.capabilities).to.deep.equal(["CAPABILITY_IAM"]);
  });

  it("is known to be unread until a refresh has added what the plugin knows", () => {
    const [made] = importedResources([], [planned], { root: standing });
    expect(made && isUnread(made)).to.equal(true);
    expect(made && isUnread({ ...made, outputs: { ...made.outputs, tagsAll: {} } })).to.equal(false);
    expect(isUnread({ urn: "urn:pulumi:test::panther::pulumi:providers:aws::aws", type: "p" })).to.equal(false);
  });
});

describe("a state with operations that a killed Pulumi left open", () => {
  it("is not taken for one to import into: panther recover settles them", () => {
    const root = { stackId: "arn:root", templateUrl: "https://example.com" };
    const state = { deployment: { pending_operations: [{ type: "creating" }] } };
    expect(() => stacksInState(state, { environment: "prod", root }))
      .to.throw(PantherError)
      .that.includes({ code: "operations-pending" })
      .and.has.property("fix")
      .that.includes("panther recover prod");
  });
});
