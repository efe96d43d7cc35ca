import { expect } from "chai";
import { describeCreation, describeUpdate, isMasked, type StackInputs } from "../../../model/rules/stackChange.ts";

const url = (version: string, bucket = "panther-enterprise-us-east-1") =>
  `https://${bucket}.s3.amazonaws.com/v${version}/panther.yml`;
const before: StackInputs = {
  templateUrl: url("1.36.0"),
  parameters: { FirstUserEmail: "a@example.com", VpcID: "", DatadogAPIKey: "old-secret" },
  tags: { Team: "security" },
  iamRoleArn: "arn:aws:iam::123456789012:role/A",
};
const update = (after: StackInputs, masked: readonly string[] = []) =>
  describeUpdate(before, { ...before, ...after }, masked);

describe("an update in words", () => {
  it("has the release from and to", () => {
    expect(update({ templateUrl: url("1.37.11") })).to.deep.equal(["Panther v1.36.0 → v1.37.11"]);
    expect(describeUpdate({}, { templateUrl: url("1.37.11") }, [])).to.deep.equal([
      "Panther (release not known) → v1.37.11",
    ]);
  });

  it("has URLs where those name no release, or the same", () => {
    const own = "https://mirror.s3.amazonaws.com/own.yml";
    expect(update({ templateUrl: own })).to.deep.equal([`Panther v1.36.0 → ${own}`]);
    expect(update({ templateUrl: url("1.36.0", "mirror") })).to.deep.equal([
      `Template: ${url("1.36.0")} → ${url("1.36.0", "mirror")}`,
    ]);
  });

  it("has parameters and tags by name, never a value", () => {
    const lines = update({
      parameters: { FirstUserEmail: "b@example.com", DatadogAPIKey: "new-secret", CustomDomain: "p.example.com" },
      tags: { Team: "platform", Stage: "prod" },
    });
    expect(lines).to.deep.equal([
      "Parameters changed: FirstUserEmail, DatadogAPIKey",
      "Parameters added: CustomDomain",
      "Parameters no longer set (back to the template's default): VpcID",
      "Tags changed: Team",
      "Tags added: Stage",
    ]);
    expect(describeUpdate(before, { ...before, tags: {} }, [])).to.deep.equal(["Tags no longer set (removed): Team"]);
    expect(describeUpdate({}, { tags: { A: "1" } }, [])).to.deep.equal(["Tags added: A"]);
    const { tags: _, ...untagged } = before;
    expect(describeUpdate(before, untagged, [])).to.deep.equal(["Tags no longer set (removed): Team"]);
  });

  it("does not call a parameter changed whose old value is asterisks", () => {
    const imported = { ...before, parameters: { ...before.parameters, DatadogAPIKey: "****" } };
    const after = { ...before, parameters: { ...before.parameters, VpcID: "vpc-1" } };
    expect(describeUpdate(imported, after, ["DatadogAPIKey"])).to.deep.equal([
      "Parameters changed: VpcID",
      "Parameters that may have changed (CloudFormation answers ****): DatadogAPIKey",
    ]);
  });

  it("has the role where both are known", () => {
    expect(update({ iamRoleArn: "arn:aws:iam::123456789012:role/B" })).to.deep.equal([
      "Deployment role: arn:aws:iam::123456789012:role/A → arn:aws:iam::123456789012:role/B",
    ]);
    const { iamRoleArn: _, ...unknown } = before;
    expect(describeUpdate(before, unknown, [])).to.deep.equal([]);
    expect(describeUpdate(unknown, before, [])).to.deep.equal([]);
  });

  it("takes nothing for removed that is not known yet", () => {
    const after: StackInputs = { notKnown: ["templateUrl", "parameters", "tags", "iamRoleArn"] };
    expect(describeUpdate(before, after, ["DatadogAPIKey"])).to.deep.equal([
      "Known only while it runs: template, parameters, tags, deployment role",
    ]);
    const parameters = { ...before.parameters, VpcID: undefined };
    expect(update({ parameters })).to.deep.equal(["Parameters changed: VpcID"]);
  });

  it("explains the update that CloudFormation's **** brings about, and only that", () => {
    expect(update({})).to.deep.equal([]);
    expect(update({}, ["DatadogAPIKey", "OktaKey"])).to.deep.equal([
      "Nothing changes. CloudFormation answers **** for DatadogAPIKey, OktaKey, so an update is shown each time; up then finds nothing to do.",
    ]);
    expect(update({ tags: {} }, ["DatadogAPIKey"])).to.deep.equal(["Tags no longer set (removed): Team"]);
  });
});

describe("a creation in words", () => {
  it("has the release and the parameters by name", () => {
    expect(describeCreation(before)).to.equal(
      "Panther v1.36.0 is deployed for the first time, with FirstUserEmail, VpcID, DatadogAPIKey; all else has the template's default.",
    );
    expect(describeCreation({ templateUrl: url("1.36.0"), parameters: {} })).to.equal(
      "Panther v1.36.0 is deployed for the first time, with the template's defaults.",
    );
  });

  it("says what is not known yet", () => {
    expect(describeCreation({ notKnown: ["templateUrl", "parameters"] })).to.equal(
      "Panther (release not known) is deployed for the first time; its parameters are known only while it runs.",
    );
    expect(describeCreation({})).to.equal(
      "Panther (release not known) is deployed for the first time, with the template's defaults.",
    );
  });
});

describe("a value that CloudFormation hides", () => {
  it("is asterisks and nothing else", () => {
    expect(["****", "*", "", "***a", "a", undefined].map(isMasked)).to.deep.equal([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
