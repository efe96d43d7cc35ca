import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { identityInputs, maskedParameters, stackInputs } from "../../components/hookInputs.ts";
import { mockPulumi } from "../support/mocks.ts";

const templateUrl = "https://panther-enterprise-us-east-1.s3.amazonaws.com/v1.39.7/panther.yml";

// A property with a secret in it comes to a hook as one output, what is not known as the runtime's mark.
for (const preview of [false, true]) {
  describe(`a stack's inputs, as a hook of ${preview ? "a preview" : "an up"} sees them`, () => {
    beforeEach(() => mockPulumi({ preview }));

    it("are plain, and all of them known", async () => {
      const inputs = { templateUrl, parameters: { A: "a" }, tags: { Team: "t" }, iamRoleArn: "arn:aws:iam::1:role/A" };
      expect(await stackInputs({ ...inputs, capabilities: ["CAPABILITY_IAM"] })).to.deep.equal({
        ...inputs,
        notKnown: [],
      });
    });

    it("are plain where they hold a secret", async () => {
      const parameters = { A: "a", Key: "hunter2" };
      const found = await stackInputs({
        templateUrl: pulumi.secret(templateUrl),
        parameters: pulumi.secret(parameters),
        tags: pulumi.secret({}),
      });
      expect(found).to.deep.equal({ templateUrl, parameters, tags: {}, notKnown: [] });
    });

    it("are missing where there are none, which is not the same as not known", async () => {
      expect(await stackInputs(undefined)).to.deep.equal({ notKnown: [] });
      expect(
        await stackInputs({ templateUrl: undefined, parameters: null, tags: "none", iamRoleArn: 1 }),
      ).to.deep.equal({
        notKnown: [],
      });
    });

    it("are named where they are not known, be it inside a secret", async () => {
      const { unknown } = pulumi;
      expect(
        await stackInputs({ templateUrl: unknown, parameters: unknown, tags: {}, iamRoleArn: unknown }),
      ).to.deep.equal({
        tags: {},
        notKnown: ["templateUrl", "parameters", "iamRoleArn"],
      });
      const inside = { templateUrl: pulumi.secret(unknown), parameters: pulumi.secret({ A: "a", VpcID: unknown }) };
      expect(await stackInputs(inside)).to.deep.equal({ notKnown: ["templateUrl", "parameters"] });
    });

    it("keep the names of single values that are not known", async () => {
      const { parameters } = await stackInputs({ parameters: { A: "a", VpcID: pulumi.unknown, Count: 1 } });
      expect(parameters).to.deep.equal({ A: "a", VpcID: undefined, Count: "1" });
    });
  });
}

describe("a component's identity, as a hook sees it", () => {
  beforeEach(() => mockPulumi({ preview: true }));

  it("is text, secret or not, without what is not known", async () => {
    const found = await identityInputs({ stackName: pulumi.secret("panther-a"), region: "us-east-1", other: "x" });
    expect(found).to.deep.equal({ stackName: "panther-a", region: "us-east-1" });
    expect(await identityInputs({ stackName: pulumi.unknown, roleName: pulumi.secret(pulumi.unknown) })).to.deep.equal(
      {},
    );
    expect(await identityInputs(undefined)).to.deep.equal({});
  });
});

describe("the parameters that CloudFormation answers **** for", () => {
  beforeEach(() => mockPulumi());

  it("are found in the outputs, secret or not", async () => {
    const parameters = { Key: "****", A: "a", Blank: "", Other: "**" };
    expect(await maskedParameters({ parameters })).to.deep.equal(["Key", "Other"]);
    expect(await maskedParameters({ parameters: pulumi.secret(parameters) })).to.deep.equal(["Key", "Other"]);
    expect(await maskedParameters({})).to.deep.equal([]);
    expect(await maskedParameters(undefined)).to.deep.equal([]);
  });
});
