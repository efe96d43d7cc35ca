import { expect } from "chai";
import { type Environment, readEnvironment } from "../../../model/environment/environment.ts";
import { placesOf } from "../../../model/permissions/placesOf.ts";

const standard = {
  version: "v1.39.7",
  region: "us-east-1",
  expectedAccountId: "012345678901",
  rootStackName: "panther-prod",
};
const split = {
  ...standard,
  topology: "china",
  region: "cn-north-1",
  releaseBucket: "example-releases",
  parameters: { OnboardSelf: "false" },
  china: {
    sourceRegion: "us-west-2",
    webRegion: "ap-southeast-1",
    webAccountId: "210987654321",
    webRootStackName: "panther-web",
    webParameters: { FirstUserEmail: "a@example.com" },
  },
};

function environmentOf(raw: Readonly<Record<string, unknown>>): Environment {
  const read = readEnvironment("prod", raw);
  if (read.kind === "problems") throw new Error(JSON.stringify(read.problems));
  return read.environment;
}

describe("what an environment's policies are filled with", () => {
  it("is its own place, with Panther's buckets", () => {
    const role = "arn:aws:iam::012345678901:role/PantherDeploymentRole";
    expect(placesOf(environmentOf(standard), "audit")).to.deep.equal([
      {
        side: "standard",
        place: {
          ...{ partition: "aws", region: "us-east-1", account: "012345678901", root: "panther-prod" },
          ...{ buckets: "panther-prod-", fromSource: "", rolePolicies: "" },
          ...{ roleStack: "panther-deployment-role", role, ownRole: role, journal: "audit" },
          ...{ releases: "panther-enterprise-us-east-1", roleTemplates: "panther-public-cloudformation-templates" },
          ...{ ownBucket: "", source: "", secret: "", secretKey: "" },
        },
      },
    ]);
  });

  it("has a bucket of one's own for both, whatever names it", () => {
    const pattern = "https://mirror.s3.us-east-1.amazonaws.com/panther/{key}";
    for (const source of [{ releaseBucket: "mirror" }, { templateUrl: pattern }]) {
      const [{ place }] = placesOf(environmentOf({ ...standard, ...source }));
      expect(place).to.include({ releases: "mirror", roleTemplates: "mirror" });
    }
  });

  it("knows of a role that somebody else manages", () => {
    const arn = "arn:aws:iam::012345678901:role/Theirs";
    const [theirs] = placesOf(environmentOf({ ...standard, deploymentRole: { arn } }));
    expect(theirs.place).to.include({ role: arn, ownRole: "", roleStack: "" });
  });

  it("knows how CloudFormation names buckets: in lower case, and not all of a long name", () => {
    const bucketsOf = (rootStackName: string) =>
      placesOf(environmentOf({ ...standard, rootStackName }))[0].place.buckets;
    expect(bucketsOf("panther-Prod")).to.equal("panther-prod-");
    const long = "panther-of-a-very-long-name-in-the-east";
    // 25 of the stack's name, where the bucket's own is as long.
    expect("panther-of-a-very-long-na-auditlogs-1abcdefghijkl".startsWith(bucketsOf(long))).to.equal(true);
  });

  it("knows the stacks of a deployment from source", () => {
    const deployer = { vpcId: "vpc-12345678", subnetId: "subnet-12345678" };
    const source = { ...standard, version: "v1.16.0", sourceDeployer: deployer };
    expect(placesOf(environmentOf(source))[0].place).to.include({ fromSource: "panther", root: "panther-prod" });
    const named = { ...standard, rootStackName: "panther-bootstrap" };
    expect(placesOf(environmentOf(named))[0].place.fromSource).to.equal("panther");
  });

  it("knows from which release on the role brings managed policies, unless it is somebody else's", () => {
    const policiesOf = (version: string, more: object = {}) =>
      placesOf(environmentOf({ ...standard, version, ...more })).map(({ place }) => place.rolePolicies);
    expect([...policiesOf("v1.110.9"), ...policiesOf("v1.111.0")]).to.deep.equal(["", "Panther"]);
    const deploymentRole = { arn: "arn:aws:iam::012345678901:role/Theirs" };
    expect(policiesOf("v1.127.0", { deploymentRole })).to.deep.equal([""]);
  });

  it("is both sides' of a split: own bucket in China, the secret and the source of copies outside", () => {
    const [backend, web] = placesOf(environmentOf(split), "audit");
    expect([backend.side, web?.side]).to.deep.equal(["backend", "web"]);
    expect(backend.place).to.include({
      partition: "aws-cn",
      region: "cn-north-1",
      root: "panther-prod",
      journal: "audit",
    });
    expect(backend.place).to.include({ releases: "example-releases", roleTemplates: "example-releases", secret: "" });
    expect(backend.place.ownBucket).to.equal("example-releases");
    expect(web?.place).to.include({ partition: "aws", account: "210987654321", root: "panther-web", journal: "" });
    expect(web?.place).to.include({ source: "panther-enterprise-us-west-2", secret: "panther/china", secretKey: "" });
    const secretKeyArn = "arn:aws:kms:ap-southeast-1:210987654321:key/00000000-0000-4000-8000-000000000000";
    const given = { ...split, china: { ...split.china, secretKeyArn, createReleaseBucket: false } };
    const [other, keyed] = placesOf(environmentOf(given));
    expect([other.place.ownBucket, keyed?.place.secretKey]).to.deep.equal(["", secretKeyArn]);
  });

  it("has no bucket where the releases have none", () => {
    const environment = environmentOf(standard);
    const [{ place }] = placesOf({ ...environment, region: "cn-north-1", templateSource: { kind: "panther" } });
    expect([place.releases, place.roleTemplates]).to.deep.equal(["", ""]);
  });
});
