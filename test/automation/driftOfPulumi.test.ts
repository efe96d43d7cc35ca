import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import { differences } from "../../automation/driftOfPulumi.ts";

const urn = "urn:pulumi:prod::panther::panther:index:PantherRootStack$aws:cloudformation/stack:Stack::panther-stack";

function ended(op: string, more: object = {}): EngineEvent {
  return { sequence: 1, timestamp: 1, resOutputsEvent: { metadata: { op, urn, ...more } } } as unknown as EngineEvent;
}

const of = (...events: readonly EngineEvent[]) =>
  differences(events, { environment: "prod", notComparable: ["Token", "My-Key"] }).map(
    ({ where, properties, ...rest }) => [where.join("/"), "change" in rest && rest.change, ...properties],
  );

describe("what a refresh of Pulumi's state would change", () => {
  it("is what differs or is gone, by the resource's name, and nothing that is the same", () => {
    const detailedDiff = { "parameters.CompanyDisplayName": {}, "tags.owner": {} };
    expect(of(ended("same"), ended("refresh"), ended("update", { detailedDiff }), ended("delete"))).to.deep.equal([
      ["panther-stack", "modified", "parameters.CompanyDisplayName", "tags.owner"],
      ["panther-stack", "deleted"],
    ]);
    expect(of(ended("update", { diffs: ["tags"] }))).to.deep.equal([["panther-stack", "modified", "tags"]]);
    expect(of(ended("update"))).to.deep.equal([["panther-stack", "modified"]]);
  });

  it("is no parameter that reads back as ****, in either spelling", () => {
    const hidden = { "parameters.Token": {}, 'parameters["My-Key"]': {} };
    expect(of(ended("update", { detailedDiff: hidden }))).to.deep.equal([]);
    expect(of(ended("update", { detailedDiff: { ...hidden, "parameters.Tokens": {} } }))).to.deep.equal([
      ["panther-stack", "modified", "parameters.Tokens"],
    ]);
  });
  it("is no template's URL, which CloudFormation doesn't tell", () =>
    expect(of(ended("update", { detailedDiff: { templateUrl: {} } }))).to.deep.equal([]));

  it("is no capability: somebody acknowledged those for one operation", () => {
    expect(of(ended("update", { detailedDiff: { "capabilities[2]": {} } }))).to.deep.equal([]);
    expect(of(ended("update", { diffs: ["capabilities"] }))).to.deep.equal([]);
  });
});
