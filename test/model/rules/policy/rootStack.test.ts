import { expect } from "chai";
import { notKnown, type ResourceFacts } from "../../../../model/rules/policy/facts.ts";
import { parametersValid } from "../../../../model/rules/policy/rules/parametersValid.ts";
import { regionAllowed } from "../../../../model/rules/policy/rules/regionAllowed.ts";
import { rootStackKept } from "../../../../model/rules/policy/rules/rootStackKept.ts";
import { rootStackName } from "../../../../model/rules/policy/rules/rootStackName.ts";
import { templateUrl } from "../../../../model/rules/policy/rules/templateUrl.ts";
import {
  backend,
  having,
  ofBucket,
  other,
  role,
  root,
  rootComponent,
  said,
  templateUrl as url,
  web,
  withParameters,
} from "./facts.ts";

describe("policy root-stack-name", () => {
  const names = (name: unknown, settings = {}) =>
    said(rootStackName, having(root, { name: name as string }), { settings });

  it("passes a name with the prefix, and looks at root stacks alone", () => {
    expect(names("panther-prod")).to.deep.equal([]);
    expect(names("panther-prod", { names: ["panther-prod"] })).to.deep.equal([]);
    for (const facts of [role, other, rootComponent])
      expect(said(rootStackName, having(facts, { name: "x" }))).to.deep.equal([]);
  });

  it("refuses another, none, and one that is not on the list", () => {
    expect(names("security")).to.deep.equal(['violation: The root stack\'s name "security" must begin with panther-.']);
    expect(names(undefined)).to.deep.equal([
      "violation: The root stack has no name of its own, so Pulumi would make one up.",
    ]);
    expect(names("panther-prod", { names: ["panther-test"] })[0]).to.include("none of those allowed: panther-test");
  });

  it("cannot tell one that is not known yet", () => {
    expect(names(notKnown)).to.deep.equal(["not-told: The root stack's name is not known yet."]);
  });

  it("knows a root stack of somebody else's program by its template", () => {
    const foreign = { ...root, urn: "urn:pulumi:prod::other::aws:cloudformation/stack:Stack::root" };
    expect(said(rootStackName, having(foreign, { name: "security" }))).to.have.length(1);
    const bucket = having(foreign, { name: "security", templateUrl: "https://b.s3.amazonaws.com/other.yml" });
    expect(said(rootStackName, bucket)).to.deep.equal([]);
  });
});

describe("policy region-allowed", () => {
  const inRegion = (region: unknown, settings = {}, facts: ResourceFacts = root) =>
    said(regionAllowed, { ...facts, provider: { region: region as string } }, { settings });

  it("passes a supported region, one of the allowed, the resource's own before the provider's", () => {
    expect(inRegion("eu-west-1")).to.deep.equal([]);
    expect(inRegion("eu-west-1", { regions: ["eu-west-1"] })).to.deep.equal([]);
    expect(
      said(regionAllowed, having(root, { region: "us-east-2" }), { settings: { regions: ["us-east-2"] } }),
    ).to.deep.equal([]);
    expect(inRegion("nowhere-1", {}, role)).to.deep.equal([]);
  });

  it("refuses one that Panther does not support, and one that is not allowed", () => {
    expect(inRegion("nowhere-1")).to.deep.equal(['violation: "nowhere-1" is no region that Panther supports.']);
    expect(inRegion("us-west-2", { regions: ["eu-west-1"] })[0]).to.include("none of the regions allowed: eu-west-1");
  });

  it("cannot tell one that is not known", () => {
    for (const region of [notKnown, undefined]) {
      expect(inRegion(region)).to.deep.equal(["not-told: The root stack's region is not known."]);
    }
  });
});

describe("policy template-url", () => {
  const from = (templateUrlOf: unknown, settings = {}, facts: ResourceFacts = root) =>
    said(templateUrl, having(facts, { templateUrl: templateUrlOf as string }), { settings });

  it("passes Panther's own buckets, the organisation's, and the program's release bucket", () => {
    expect(from(url)).to.deep.equal([]);
    expect(said(templateUrl, role)).to.deep.equal([]);
    expect(
      from("https://mirror.s3.us-east-1.amazonaws.com/p/v1.39.7/panther.yml", { buckets: ["mirror"] }),
    ).to.deep.equal([]);
    expect(said(templateUrl, other)).to.deep.equal([]);
    const made = { ...ofBucket("", { bucketName: "releases" }), type: "panther:index:PantherReleaseBucket" };
    expect(said(templateUrl, backend, { others: [made] })).to.deep.equal([]);
    expect(said(templateUrl, backend, { others: [{ ...made, properties: { bucketName: notKnown } }] })).to.have.length(
      1,
    );
  });

  it("passes any region's bucket of Panther's where the region is not known", () => {
    const nowhere = { ...root, provider: {} };
    expect(said(templateUrl, nowhere)).to.deep.equal([]);
    expect(from("https://elsewhere.s3.amazonaws.com/v1.39.7/panther.yml", {}, nowhere)).to.have.length(1);
    const foreign = "https://panther-enterprise-eu-west-1.s3.amazonaws.com/v1.39.7/panther.yml";
    expect(from(foreign)[0]).to.include("panther-enterprise-eu-west-1 is none of panther-enterprise-us-east-1");
  });

  it("refuses other buckets and protocols, no release, a withdrawn one, and none at all; never shows a signature", () => {
    expect(from("https://elsewhere.s3.amazonaws.com/v1.39.7/panther.yml")[0]).to.include("bucket elsewhere is none of");
    expect(
      from("http://panther-enterprise-us-east-1.s3.amazonaws.com/v1.39.7/panther.yml?X-Amz-Signature=abc"),
    ).to.deep.equal([
      "violation: The template's URL http://panther-enterprise-us-east-1.s3.amazonaws.com/v1.39.7/panther.yml?… is no https URL of an object in S3.",
    ]);
    expect(from(url.replace("v1.39.7", "latest"))[0]).to.include("names no release such as v1.39.7");
    expect(from(url.replace("v1.39.7", "v1.27.3"))[0]).to.include("v1.27.3 was withdrawn: ");
    expect(from(undefined)).to.deep.equal([
      "violation: There is no template URL: templates come from a known bucket, by URL.",
    ]);
  });

  it("cannot tell one that is not known yet", () => {
    expect(from(notKnown)).to.deep.equal(["not-told: The template's URL is not known yet."]);
  });
});

describe("policy root-stack-kept", () => {
  it("passes the program's own, with what the plugin fills in", () => {
    expect(
      said(rootStackKept, having(root, { disableRollback: false, onFailure: "", timeoutInMinutes: 0 })),
    ).to.deep.equal([]);
    expect(said(rootStackKept, { ...role, protect: false })).to.deep.equal([]);
  });

  it("refuses what would lose the stack or leave it half done, all at once", () => {
    const facts = {
      ...having(root, { onFailure: "DELETE", timeoutInMinutes: notKnown, capabilities: ["CAPABILITY_IAM"] }),
      protect: false,
      ignoreChanges: ["parameters"],
      timeouts: { create: 0, update: 10_800 },
    };
    expect(said(rootStackKept, facts)).to.deep.equal([
      "violation: The root stack is not protected: `pulumi destroy` would delete Panther.",
      "violation: The root stack has onFailure set: the stack is replaced when that changes.",
      "violation: The root stack has timeoutInMinutes set: the stack is replaced when that changes.",
      "violation: The root stack ignores changes of parameters.",
      "violation: The root stack lacks CAPABILITY_NAMED_IAM, CAPABILITY_AUTO_EXPAND: CloudFormation refuses it.",
      "violation: Pulumi waits for less than an hour (create).",
    ]);
    expect(said(rootStackKept, having(root, { capabilities: undefined }))[0]).to.include("lacks CAPABILITY_IAM");
  });

  it("cannot tell capabilities that are not known yet", () => {
    for (const capabilities of [notKnown, ["CAPABILITY_IAM", notKnown]] as const) {
      expect(said(rootStackKept, having(root, { capabilities }))).to.deep.equal([
        "not-told: The root stack's capabilities are not known yet.",
      ]);
    }
  });
});

describe("policy parameters-valid", () => {
  it("passes what the documentation allows, of both root templates, numbers and flags as such", () => {
    for (const facts of [root, web, withParameters(root, { OnboardSelf: false, LogProcessorLambdaMemorySize: 2048 })]) {
      expect(said(parametersValid, facts)).to.deep.equal([]);
    }
    expect(said(parametersValid, having(role, { parameters: { FirstUserEmail: "x" } }))).to.deep.equal([]);
    // Has a rule of its own.
    expect(
      said(parametersValid, withParameters(root, { DatadogAPIKey: "c0ffee00c0ffee00c0ffee00c0ffee00" })),
    ).to.deep.equal([]);
  });

  it("refuses what is out of range, missing, of another partition", () => {
    expect(
      said(parametersValid, withParameters(root, { LogProcessorLambdaMemorySize: 1, FirstUserEmail: undefined })),
    ).to.have.length(2);
    expect(
      said(
        parametersValid,
        withParameters(backend, { CertificateArn: "arn:aws:iam::860000000000:server-certificate/x" }),
      ).join(),
    ).to.include("CertificateArn is an ARN of the partition aws");
    expect(said(parametersValid, withParameters(web, { CustomDomain: "panther.example.com/" }))[0]).to.include(
      "CustomDomain",
    );
    expect(said(parametersValid, having(root, { parameters: undefined })).join()).to.include("FirstUserEmail");
  });

  it("shows no value of a secret, nor of what may be one", () => {
    const facts = withParameters(root, { CertificateArn: "hush-hush" });
    const { secretPaths: _, ...unmarked } = facts;
    for (const secret of [{ ...facts, secretPaths: ["parameters.CertificateArn"] }, unmarked]) {
      expect(said(parametersValid, secret)).to.have.length(1).and.not.match(/hush/);
    }
  });

  it("accepts by code", () => {
    const facts = withParameters(root, { BootstrapStackOnly: "true" });
    expect(said(parametersValid, facts)).to.have.length(1);
    expect(said(parametersValid, facts, { settings: { accept: ["deletes-everything"] } })).to.deep.equal([]);
  });

  it("cannot tell values that are not known yet, nor anything of a release that is not known", () => {
    const some = withParameters(root, { FirstUserEmail: notKnown });
    expect(said(parametersValid, some)).to.deep.equal(["not-told: The values of FirstUserEmail are not known yet."]);
    // Of what is not documented nothing would be said anyway.
    expect(said(parametersValid, withParameters(web, { SecretID: notKnown }))).to.deep.equal([]);
    expect(said(parametersValid, having(root, { parameters: notKnown }))).to.deep.equal([
      "not-told: The root stack's parameters are not known yet.",
    ]);
    expect(said(parametersValid, having(root, { templateUrl: notKnown }))).to.deep.equal([
      "not-told: The release is not known, and with it which parameters it has.",
    ]);
    expect(said(parametersValid, { ...root, provider: {} })).to.deep.equal([]);
  });
});
