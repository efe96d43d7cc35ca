import { expect } from "chai";
import { adoptedText, adoptionText } from "../../../automation/cli/adoptionText.ts";

const arn = "arn:aws:cloudformation:us-east-1:012345678901:stack/panther-production/1";
const proposal = {
  type: "adoption-planned",
  environment: "production",
  rootStackName: "panther-production",
  rootStackId: arn,
  release: "1.36.0",
  accountId: "012345678901",
  region: "ap-southeast-1",
  parameters: 71,
  role: { stackName: "panther-deployment-role" },
  secrets: ["DatadogAPIKey", "SnowflakePassword", "AnotherSecretParameter", "YetAnotherSecretParameter"],
  file: { path: "stacks/Pulumi.production.yaml", action: "completed" },
} as const;

const tooLong = (text: string) => text.split("\n").filter((line) => line.length > 80);

describe("an adoption as text", () => {
  it("says within 80 columns what is taken over, what is asked for and what is written", () => {
    const text = adoptionText(proposal);
    expect(tooLong(text)).to.deep.equal([]);
    const words = ["v1.36.0", "012345678901", "ap-southeast-1", "71", "panther-deployment-role", "DatadogAPIKey"];
    for (const word of [...words, "stacks/Pulumi.production.yaml"]) expect(text).to.include(word);
    const other = adoptionText({ ...proposal, role: { arn: "arn:aws:iam::012345678901:role/Theirs" }, secrets: [] });
    expect(other).to.include("role/Theirs").and.include("managed elsewhere").and.include("none to give");
  });

  it("says what the next up would do, and what nobody can compare", () => {
    const adopted = { type: "adopted", environment: "prod", rootStackId: arn, state: "imported" } as const;
    const changes = [
      { stack: "role", changes: ["tags.owner"] },
      { stack: "root", changes: ["Parameters that may have changed (CloudFormation answers ****): DatadogAPIKey"] },
    ] as const;
    const text = adoptedText({ ...adopted, changes, leftToDefault: ["Token"] });
    expect(tooLong(text)).to.deep.equal([]);
    expect(text).to.include("tags.owner").and.include("finds nothing to do").and.include("does not set Token");
    expect(text).to.not.include("has nothing to change");
    const clean = adoptedText({ ...adopted, changes: [], leftToDefault: [] });
    expect(clean).to.include("has nothing to change").and.not.include("finds nothing to do");
  });
});
