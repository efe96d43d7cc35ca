import { expect } from "chai";
import { type Fact, type FactMap, notKnown } from "../../../../model/rules/policy/facts.ts";
import { statementsOf } from "../../../../model/rules/policy/policyDocument.ts";
import { chinaSecret } from "../../../../model/rules/policy/rules/chinaSecret.ts";
import { chinaSides } from "../../../../model/rules/policy/rules/chinaSides.ts";
import { releaseBucketPrivate } from "../../../../model/rules/policy/rules/releaseBucketPrivate.ts";
import {
  backend,
  having,
  ofBucket,
  ofSecret,
  other,
  role,
  root,
  said,
  saidAtEnd,
  web,
  withParameters,
} from "./facts.ts";

const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

describe("policy china-sides", () => {
  it("passes both sides in their places, and a Panther that is not split", () => {
    for (const facts of [backend, web])
      expect(said(chinaSides, facts, { others: [root, role, other, backend, web] })).to.deep.equal([]);
    for (const facts of [root, role, other]) expect(said(chinaSides, { ...facts, provider: {} })).to.deep.equal([]);
    // What is not known yet is not held against it.
    expect(said(chinaSides, having(backend, { templateUrl: notKnown, iamRoleArn: notKnown }))).to.deep.equal([]);
  });

  it("refuses a side in the other's place, with what is the other's", () => {
    expect(said(chinaSides, { ...backend, provider: { region: "us-east-1" } })).to.deep.equal([
      "violation: The backend is in us-east-1, which is not in China.",
      "violation: The template is in partition aws-cn, and us-east-1 is in aws.",
      "violation: The deployment role is of partition aws-cn, and us-east-1 is in aws.",
    ]);
    expect(said(chinaSides, { ...web, provider: { region: "eu-west-1" } })).to.deep.equal([
      "violation: The web app is in eu-west-1, and can be in ap-southeast-1 or ap-southeast-2 alone.",
    ]);
    const proxy = {
      ...web,
      urn: "urn:pulumi:prod::other::aws:cloudformation/stack:Stack::proxy",
      provider: { region: "cn-north-1" },
    };
    expect(said(chinaSides, proxy)).to.have.length(3);
    const same = { ...backend, provider: { region: "cn-north-1", allowedAccountIds: ["123456789012"] } };
    expect(said(chinaSides, same, { others: [web] })[0]).to.include("Account 123456789012 is named for both sides");
  });

  it("cannot tell a region that is not known", () => {
    for (const provider of [{}, { region: notKnown }] as readonly FactMap[]) {
      expect(said(chinaSides, { ...web, provider })).to.deep.equal([
        "not-told: The region of the web app is not known.",
      ]);
    }
  });
});

describe("policy china-secret", () => {
  const secret = (properties: FactMap) => ofSecret("secret:Secret", { name: "panther/china", ...properties });
  const readers = (properties: FactMap) =>
    ofSecret("secretPolicy:SecretPolicy", { blockPublicPolicy: true, ...properties });
  const keepsAway = {
    Effect: "Deny",
    Principal: "*",
    Action: "secretsmanager:Get*",
    Condition: { StringNotEquals: { "aws:PrincipalAccount": "123456789012" } },
  };
  const allow = (...AWS: readonly string[]) => ({
    Effect: "Allow",
    Principal: { AWS },
    Action: "secretsmanager:GetSecretValue",
  });

  it("passes the secret with its name, any key of its region, and readers of its account", () => {
    for (const kmsKeyId of [undefined, "", "alias/mine", "arn:aws:kms:us-east-1:123456789012:key/1"])
      expect(said(chinaSecret, secret({ kmsKeyId }))).to.deep.equal([]);
    const own = policy(keepsAway, allow("123456789012", "arn:aws:iam::123456789012:role/x"));
    expect(said(chinaSecret, readers({ policy: own }))).to.deep.equal([]);
    expect(
      said(chinaSecret, { ...readers({ policy: policy(keepsAway, allow("999999999999")) }), provider: {} }),
    ).to.deep.equal([]);
    expect(said(chinaSecret, web)).to.deep.equal([]);
    expect(said(chinaSecret, withParameters(web, { SecretID: undefined }))).to.deep.equal([]);
    expect(said(chinaSecret, backend)).to.deep.equal([]);
    const elsewhere = { ...other, type: "aws:secretsmanager/secretVersion:SecretVersion" };
    expect(said(chinaSecret, elsewhere, { others: [root] })).to.deep.equal([]);
    expect(saidAtEnd(chinaSecret, secret({}), readers({}), other)).to.deep.equal([]);
  });

  it("refuses another name, on either side, and another key", () => {
    expect(said(chinaSecret, secret({ name: "other" }))).to.deep.equal([
      "violation: The secret is named other, and is to be panther/china.",
    ]);
    expect(said(chinaSecret, web, { settings: { name: "other" } })[0]).to.include(
      "looks for secret panther/china, and it is to be other",
    );
    expect(said(chinaSecret, secret({}), { settings: { key: "own" } })).to.deep.equal([
      "violation: The secret has no KMS key of the organisation's own.",
    ]);
    expect(said(chinaSecret, secret({ kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/1" }))[0]).to.include(
      "in eu-west-1",
    );
    const nowhere = { ...secret({ kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/1" }), provider: {} };
    expect(said(chinaSecret, nowhere)).to.deep.equal([]);
  });

  it("refuses readers of other accounts, no policy, and a value in Pulumi's state", () => {
    const outside = policy(allow("*", "arn:aws:iam::999999999999:root"));
    expect(said(chinaSecret, readers({ policy: outside, blockPublicPolicy: false }))).to.deep.equal([
      "violation: The secret's policy does not keep readers of other accounts away.",
      "violation: The secret's policy lets * in.",
      "violation: The secret's policy lets arn:aws:iam::999999999999:root in.",
      "violation: The secret's policy is not checked for being public (blockPublicPolicy).",
    ]);
    for (const half of [
      { ...keepsAway, Effect: "Allow" },
      { ...keepsAway, Principal: { AWS: "999999999999" } },
      { ...keepsAway, Action: "secretsmanager:PutSecretValue" },
      { ...keepsAway, Condition: undefined },
      { ...keepsAway, Condition: { StringNotEquals: { "aws:PrincipalAccount": "999999999999" } } },
      { ...keepsAway, Condition: { StringNotEquals: { "aws:PrincipalAccount": ["123456789012", "999999999999"] } } },
    ]) {
      expect(said(chinaSecret, readers({ policy: policy(half) })), JSON.stringify(half)).to.include(
        "violation: The secret's policy does not keep readers of other accounts away.",
      );
    }
    for (const text of [undefined, "no JSON", "[]", '{"Statement":["x"]}'])
      expect(said(chinaSecret, readers({ policy: text }))).to.deep.equal([
        "violation: The secret's policy is no IAM policy.",
      ]);
    const value = ofSecret("secretVersion:SecretVersion", { secretString: "x" });
    const beside = { ...value, urn: "urn:pulumi:prod::other::aws:secretsmanager/secretVersion:SecretVersion::v" };
    expect(said(chinaSecret, value)).to.have.length(1);
    expect(said(chinaSecret, beside, { others: [secret({})] })).to.have.length(1);
    expect(saidAtEnd(chinaSecret, secret({}), { ...readers({}), parent: "urn:another" })).to.deep.equal([
      "violation: The secret has no policy that keeps readers of other accounts away. (secret:Secret)",
    ]);
  });

  it("cannot tell what is not known yet", () => {
    expect(said(chinaSecret, secret({ name: notKnown, kmsKeyId: notKnown }))).to.deep.equal([
      "not-told: The secret's name is not known yet.",
      "not-told: The secret's KMS key is not known yet.",
    ]);
    expect(said(chinaSecret, readers({ policy: notKnown }))).to.deep.equal([
      "not-told: The secret's policy is not known yet.",
    ]);
    expect(said(chinaSecret, withParameters(web, { SecretID: notKnown }))).to.deep.equal([
      "not-told: The web app's SecretID is not known yet.",
    ]);
  });
});

describe("policy release-bucket-private", () => {
  const bucket = (properties: FactMap) => ofBucket("aws:s3/bucket:Bucket", { bucket: "releases", ...properties });
  const access = (properties: FactMap) =>
    ofBucket("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
      ...properties,
    });
  const encryption = (rules: Fact) =>
    ofBucket("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", { rules });
  const by = (sseAlgorithm: Fact): Fact => [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }];
  const ownership = (rule: Fact) => ofBucket("aws:s3/bucketOwnershipControls:BucketOwnershipControls", { rule });
  const readers = (text: Fact) => ofBucket("aws:s3/bucketPolicy:BucketPolicy", { policy: text });
  const tls = { Effect: "Deny", Principal: "*", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": false } } };
  const allow = (AWS: string) => ({ Effect: "Allow", Principal: { AWS }, Action: "s3:GetObject" });
  const sound = [
    bucket({ acl: "private" }),
    access({}),
    encryption(by("AES256")),
    ownership({ objectOwnership: "BucketOwnerEnforced" }),
    readers(
      policy(tls, allow("arn:aws-cn:iam::860000000000:role/x"), { Effect: "Allow", Principal: { Service: "x" } }),
    ),
  ];

  it("passes a bucket with all that it needs, and looks at no other", () => {
    for (const facts of [
      ...sound,
      bucket({}),
      encryption(by("aws:kms")),
      ofBucket("aws:s3/bucketVersioning:BucketVersioning", {}),
    ])
      expect(said(releaseBucketPrivate, facts)).to.deep.equal([]);
    expect(saidAtEnd(releaseBucketPrivate, ...sound, other)).to.deep.equal([]);
    expect(said(releaseBucketPrivate, { ...other, type: "aws:s3/bucket:Bucket", protect: false })).to.deep.equal([]);
  });

  it("refuses what opens it", () => {
    expect(said(releaseBucketPrivate, { ...bucket({ acl: "public-read" }), protect: false })).to.deep.equal([
      "violation: The release bucket is not protected: what runs was deployed from it.",
      "violation: The release bucket's ACL is public-read.",
    ]);
    expect(
      said(releaseBucketPrivate, access({ blockPublicAcls: false, restrictPublicBuckets: undefined }))[0],
    ).to.include("blockPublicAcls, restrictPublicBuckets off");
    for (const rules of [undefined, [], by("none"), [{}], by(undefined)] as readonly Fact[])
      expect(said(releaseBucketPrivate, encryption(rules)))
        .to.have.length(1)
        .and.match(/^violation/);
    for (const rule of [undefined, {}, { objectOwnership: "ObjectWriter" }])
      expect(said(releaseBucketPrivate, ownership(rule)))
        .to.have.length(1)
        .and.match(/^violation/);
    for (const half of [
      { ...tls, Effect: "Allow" },
      { ...tls, Principal: "7" },
      { ...tls, Action: "s3:Put*" },
      { ...tls, Condition: { Bool: 1 } },
    ])
      expect(said(releaseBucketPrivate, readers(policy(half))).join()).to.include("can be read without TLS");
    expect(said(releaseBucketPrivate, readers(policy(tls, allow("*"), allow("999999999999"))))).to.deep.equal([
      "violation: The release bucket's policy lets * in.",
      "violation: The release bucket's policy lets 999999999999 in.",
    ]);
    for (const text of [undefined, "{"])
      expect(said(releaseBucketPrivate, readers(text))[0]).to.include("is no IAM policy");
    expect(saidAtEnd(releaseBucketPrivate, bucket({}), access({}))).to.deep.equal([
      "violation: The release bucket has no setting for encryption. (aws:s3/bucket:Bucket)",
      "violation: The release bucket has no setting for ownership by the bucket's account. (aws:s3/bucket:Bucket)",
      "violation: The release bucket has no setting for a policy that asks for TLS. (aws:s3/bucket:Bucket)",
    ]);
  });

  it("cannot tell of a bucket that somebody else keeps", () => {
    const component = { ...bucket({}), type: "panther:index:PantherReleaseBucket", urn: bucket({}).parent ?? "" };
    expect(saidAtEnd(releaseBucketPrivate, component)).to.deep.equal([
      "not-told: The release bucket is not made by this program: whether it is private can't be seen. (releases)",
    ]);
    expect(saidAtEnd(releaseBucketPrivate, component, ...sound)).to.deep.equal([]);
  });

  it("cannot tell what is not known yet", () => {
    expect(said(releaseBucketPrivate, bucket({ acl: notKnown }))).to.deep.equal([]);
    const unknown = [
      access({ blockPublicAcls: notKnown }),
      encryption(notKnown),
      encryption([notKnown]),
      encryption(by(notKnown)),
      encryption([{ applyServerSideEncryptionByDefault: notKnown }]),
      ownership(notKnown),
      ownership({ objectOwnership: notKnown }),
      readers(notKnown),
    ];
    for (const facts of unknown)
      expect(said(releaseBucketPrivate, facts))
        .to.have.length(1)
        .and.match(/^not-told/);
  });
});

describe("an IAM policy's statements", () => {
  it("are read with a single one, and whatever is no text left out", () => {
    const single = {
      Effect: "Allow",
      Action: ["a", 7],
      Principal: { AWS: null },
      Condition: { Bool: { x: true, y: "z" } },
    };
    const [statement, ...more] = statementsOf(JSON.stringify({ Statement: single })) ?? [];
    expect(more).to.deep.equal([]);
    expect(statement).to.deep.equal({
      effect: "Allow",
      principals: [],
      actions: ["a"],
      conditions: new Map([
        ["bool x", ["true"]],
        ["bool y", ["z"]],
      ]),
    });
  });
});
