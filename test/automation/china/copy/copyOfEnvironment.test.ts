import { expect } from "chai";
import { copyOfEnvironment } from "../../../../automation/china/copy/copyOfEnvironment.ts";
import { type Environment, readEnvironment } from "../../../../model/environment/environment.ts";
import type { PantherError } from "../../../../model/error.ts";
import { impatient, release } from "./sides.ts";

const split = {
  version: "v1.39.7",
  topology: "china",
  region: "cn-northwest-1",
  rootStackName: "panther-backend",
  parameters: { FirstUserEmail: "security@example.com" },
  expectedAccountId: "111122223333",
  releaseBucket: "example-panther-releases",
  china: {
    profile: "china",
    webProfile: "web",
    sourceRegion: "eu-central-1",
    webRegion: "ap-southeast-1",
    webAccountId: "444455556666",
    webParameters: { FirstUserEmail: "security@example.com" },
  },
};

function environment(values: object): Environment {
  const read = readEnvironment("prod", { ...split, ...values });
  if (read.kind === "environment") return read.environment;
  throw new Error(JSON.stringify(read.problems));
}

describe("copy of an environment", () => {
  const copy = (values: object = {}) =>
    copyOfEnvironment(
      environment(values),
      { runId: "run" },
      { release, timing: impatient, signal: new AbortController().signal },
    );
  const codeOf = (values: object) => {
    try {
      copy(values);
      return "none";
    } catch (error) {
      return (error as PantherError).code;
    }
  };

  it("goes from Panther's bucket in the source region to the release bucket", async () => {
    const { source, target, role } = copy();
    expect(source.bucket).to.equal("panther-enterprise-eu-central-1");
    expect(target).to.include({ bucket: "example-panther-releases", region: "cn-northwest-1" });
    expect(await target.client.config.region()).to.equal("cn-northwest-1");
    expect(role).to.equal(true);
  });

  it("leaves the role's template out where somebody else manages the role", () => {
    const deploymentRole = { arn: "arn:aws-cn:iam::111122223333:role/PantherDeploymentRole" };
    expect(copy({ deploymentRole }).role).to.equal(false);
  });

  it("is none of an environment that is no split, or has no bucket", () => {
    const { china: _, releaseBucket: __, ...rest } = split;
    const standard = { ...rest, topology: "standard", region: "us-east-1", china: undefined, releaseBucket: undefined };
    expect(codeOf(standard)).to.equal("copy-no-split");
    const templateUrl = "https://mirror.s3.cn-northwest-1.amazonaws.com.cn/{key}";
    expect(codeOf({ releaseBucket: undefined, templateUrl })).to.equal("copy-no-bucket");
  });
});
