import { expect } from "chai";
import { described, environment, goodChina, inChina, keys } from "./reading.ts";

const china = (values: Readonly<Record<string, unknown>>, more = {}) => ({
  china: { ...goodChina, ...values },
  ...more,
});
const keyArn = "arn:aws:kms:ap-southeast-1:333333333333:key/00000000-0000-4000-8000-000000000000";

describe("panther:china", () => {
  it("has defaults for all but the web app's region and account", () => {
    expect(environment({}, inChina).topology).to.deep.equal({
      kind: "china",
      china: {
        createReleaseBucket: true,
        sourceRegion: "us-east-1",
        webRegion: "ap-southeast-1",
        webAccountId: "210987654321",
        webRootStackName: "panther-web",
        webParameters: { FirstUserEmail: "a@example.com" },
        webDeploymentRole: {
          kind: "deploy",
          stackName: "panther-deployment-role",
          roleName: "PantherDeploymentRole",
          parameters: {},
        },
        secretName: "panther/china",
        keyMaxAgeDays: 90,
        keySettleSeconds: 60,
        keyOverlapMinutes: 10,
        keyKeepDays: 7,
      },
    });
    expect(keys({ china: {} }, inChina)).to.deep.equal([
      "panther:china.webRegion",
      "panther:china.webAccountId",
      "panther:china.webParameters.FirstUserEmail",
    ]);
  });

  it("makes the release bucket, unless it is there already or templates come from elsewhere", () => {
    const makes = (values: Readonly<Record<string, unknown>>, more = {}) => {
      const { topology } = environment(china(values, more), inChina);
      return topology.kind === "china" && topology.china.createReleaseBucket;
    };
    expect(makes({})).to.equal(true);
    expect(makes({ createReleaseBucket: false })).to.equal(false);
    // `pulumi config set --type string` writes text.
    expect(makes({ createReleaseBucket: "false" })).to.equal(false);
    const templateUrl = "https://example.s3.cn-north-1.amazonaws.com.cn/{key}";
    const elsewhere = { releaseBucket: undefined, templateUrl };
    expect(makes({}, elsewhere)).to.equal(false);
    expect(described(china({ createReleaseBucket: true }, elsewhere), inChina)).to.include(
      "panther:china.createReleaseBucket (true) asks for panther:releaseBucket to be made, which is not given",
    );
  });

  it("holds the web app's parameters to what Panther's own take, in its region", () => {
    const said = (webParameters: Readonly<Record<string, string>>, more = {}) =>
      described(china({ webParameters: { FirstUserEmail: "a@example.com", ...webParameters }, ...more }), inChina);
    const certificate = (region: string, partition = "aws") =>
      `arn:${partition}:acm:${region}:210987654321:certificate/00000000-0000-4000-8000-000000000000`;
    const good = { CustomDomain: "panther.example.com", CertificateArn: certificate("ap-southeast-1"), Other: "x" };
    expect(said(good)).to.equal("");
    // As the documentation's own example has it.
    expect(said({ CustomDomain: "panther.example.com/" })).to.include("panther:china.webParameters.CustomDomain");
    expect(said({ CertificateArn: certificate("us-east-1") })).to.include("AWS wants it in the deployment's region");
    expect(said({ CertificateArn: certificate("cn-north-1", "aws-cn") })).to.include("the partition aws-cn");
    expect(said({ FirstUserEmail: "nobody" }))
      .to.include("FirstUserEmail")
      .and.not.include("nobody");
    expect(said({ CertificateArn: certificate("eu-west-1") }, { webRegion: 1 })).to.not.include("CertificateArn");
    expect(described(china({ webParameters: undefined }), inChina)).to.equal(
      "panther:china.webParameters.FirstUserEmail is missing. pulumi config set --path --type string 'panther:china.webParameters.FirstUserEmail' <value>",
    );
    expect(keys(china({ webParameters: "x" }), inChina)).to.deep.equal(["panther:china.webParameters"]);
  });

  it("keeps what is set", () => {
    const values = {
      profile: "backend",
      createReleaseBucket: false,
      sourceRegion: "eu-west-1",
      webRegion: "ap-southeast-2",
      webProfile: "web",
      webRootStackName: "panther-app",
      webParameters: { FirstUserEmail: "a@example.com" },
      webDeploymentRole: { arn: "arn:aws:iam::210987654321:role/R" },
      secretName: "other/name",
      secretKeyArn: keyArn.replace("southeast-1", "southeast-2"),
      keyMaxAgeDays: 30,
      keySettleSeconds: 1,
      keyOverlapMinutes: 0,
      keyKeepDays: 14,
    };
    expect(environment(china(values), inChina).topology).to.deep.equal({
      kind: "china",
      china: {
        ...values,
        webAccountId: "210987654321",
        webDeploymentRole: { kind: "existing", arn: "arn:aws:iam::210987654321:role/R" },
      },
    });
  });

  it("takes a key by its alias", () => {
    expect(keys(china({ secretKeyArn: "arn:aws:kms:ap-southeast-1:333333333333:alias/a" }), inChina)).to.deep.equal([]);
  });

  it("takes digits for numbers, as Pulumi's program may get them", () => {
    const { topology } = environment(china({ keyKeepDays: "3" }), inChina);
    expect(topology.kind === "china" && topology.china.keyKeepDays).to.equal(3);
  });

  for (const [values, key, says] of [
    [{ profile: "" }, "profile", "is blank"],
    [{ webProfile: null }, "webProfile", "has no value"],
    [{ sourceRegion: "cn-north-1" }, "sourceRegion", "where Panther publishes nothing to copy"],
    [{ sourceRegion: "eu-south-1" }, "sourceRegion", "no region that Panther supports"],
    [{ sourceRegion: 1 }, "sourceRegion", "must be an AWS region"],
    [{ webRegion: "eu-west-1" }, "webRegion", "Choose one of: ap-southeast-1, ap-southeast-2."],
    [{ webAccountId: 210987654321 }, "webAccountId", "write it in quotes"],
    [{ webAccountId: "012345678901" }, "webAccountId", "is panther:expectedAccountId too"],
    [{ webRootStackName: "web" }, "webRootStackName", "must begin with panther-"],
    [
      { webParameters: { FirstUserEmail: "a@example.com", SecretID: "x" } },
      "webParameters.SecretID",
      "is given by panther:china.secretName",
    ],
    [{ profile: "one", webProfile: "one" }, "webProfile", "is panther:china.profile too"],
    [{ createReleaseBucket: "no" }, "createReleaseBucket", "must be true or false"],
    [
      { webDeploymentRole: { arn: "arn:aws:iam::012345678901:role/R" } },
      "webDeploymentRole.arn",
      "and panther:china.webAccountId is 210987654321",
    ],
    [
      { webDeploymentRole: { arn: "arn:aws-cn:iam::210987654321:role/R" } },
      "webDeploymentRole.arn",
      "is in partition aws-cn",
    ],
    [{ webDeploymentRole: "R" }, "webDeploymentRole", "must be a mapping"],
    [{ secretName: "a b" }, "secretName", "1 to 512"],
    [{ secretName: "s".repeat(513) }, "secretName", "1 to 512"],
    [{ secretKeyArn: "alias/x" }, "secretKeyArn", "is no ARN of a KMS key outside China"],
    [
      { secretKeyArn: keyArn.replace("southeast-1", "southeast-2") },
      "secretKeyArn",
      "is a key in ap-southeast-2, and the secret stands in ap-southeast-1",
    ],
    [{ keyMaxAgeDays: 0 }, "keyMaxAgeDays", "whole number of days from 1 to 3650"],
    [{ keyOverlapMinutes: 1.5 }, "keyOverlapMinutes", "whole number of minutes from 0 to 1440"],
    [{ keyKeepDays: "a week" }, "keyKeepDays", "whole number of days from 0"],
    [{ keyKeepDays: true }, "keyKeepDays", "whole number of days from 0"],
    [{ colour: "red" }, "colour", "Known keys there: profile, createReleaseBucket"],
  ] as const) {
    it(`refuses ${JSON.stringify(values).slice(0, 70)}`, () => {
      expect(keys(china(values), inChina)).to.deep.equal([`panther:china.${key}`]);
      expect(described(china(values), inChina)).to.include(says);
    });
  }

  it("tells a wrong key when the web app's region can't be read", () => {
    expect(keys(china({ webRegion: 1, secretKeyArn: keyArn }), inChina)).to.deep.equal(["panther:china.webRegion"]);
    expect(described(china({ webRegion: 1, secretKeyArn: "x" }), inChina)).to.include("arn:aws:kms:<webRegion>:");
  });

  it("is read with a topology that can't be", () => {
    expect(keys(china({ colour: "red" }, { topology: "x" }), inChina)).to.deep.equal([
      "panther:topology",
      "panther:china.colour",
    ]);
  });
});
