import { expect } from "chai";
import { readEnvironment } from "../../../model/environment/environment.ts";
import { sideOfUrn, webSideOf } from "../../../model/environment/sides.ts";
import { sourcedTemplateUrl } from "../../../model/release/templateSource.ts";

const standard = {
  version: "v1.39.7",
  region: "us-east-1",
  expectedAccountId: "012345678901",
  rootStackName: "panther-prod",
  tags: { team: "security" },
};
const split = {
  ...standard,
  topology: "china",
  region: "cn-north-1",
  releaseBucket: "example-releases",
  parameters: { OnboardSelf: "false" },
  china: {
    webRegion: "ap-southeast-1",
    webAccountId: "210987654321",
    webRootStackName: "panther-web",
    webParameters: { FirstUserEmail: "a@example.com" },
  },
};

function environmentOf(raw: Readonly<Record<string, unknown>>) {
  const read = readEnvironment("prod", raw);
  if (read.kind === "problems") throw new Error(JSON.stringify(read.problems));
  return read.environment;
}

describe("the web side of an environment", () => {
  it("is not there where all of Panther is in one account", () =>
    expect(webSideOf(environmentOf(standard))).to.equal(undefined));

  it("has the organization of its own account, or none", () => {
    const organizationOf = (organizations: object) => webSideOf(environmentOf({ ...split, organizations }));
    expect(organizationOf({ webProfile: "audit" })?.organizations).to.deep.equal({ profile: "audit" });
    expect(organizationOf({ profile: "backend" })).to.not.have.property("organizations");
  });

  it("is an environment like any other, from its own root template, told of its secret", () => {
    const web = webSideOf(environmentOf(split));
    expect(web).to.deep.include({
      name: "prod",
      region: "ap-southeast-1",
      expectedAccountId: "210987654321",
      rootStackName: "panther-web",
      topology: { kind: "standard" },
      parameters: { FirstUserEmail: "a@example.com", SecretID: "panther/china" },
      tags: { team: "security" },
    });
    const { region, version, templateSource: source } = web ?? environmentOf(standard);
    const url = sourcedTemplateUrl({ template: "root", version, region, source });
    expect(url).to.deep.include({
      kind: "url",
      url: "https://panther-enterprise-ap-southeast-1.s3.amazonaws.com/v1.39.7/proxy_panther.yml",
    });
  });
});

describe("a resource's side, by its URN", () => {
  const inSplit = "urn:pulumi:prod::panther::panther:index:PantherChinaSplit$panther:index:PantherRootStack";

  it("is that of its component, of root stack and role", () => {
    expect(sideOfUrn(`${inSplit}$aws:cloudformation/stack:Stack::panther-web-stack`)).to.equal("web");
    expect(sideOfUrn(`${inSplit}::panther-web`)).to.equal("web");
    expect(sideOfUrn(`${inSplit}$aws:cloudformation/stack:Stack::panther-web-role-stack`)).to.equal("web");
    expect(sideOfUrn(`${inSplit}$aws:cloudformation/stack:Stack::panther-backend-role-stack`)).to.equal("backend");
  });

  it("is none for what is between the sides, and where there is no split", () => {
    expect(sideOfUrn(`${inSplit}::panther-secret-container`)).to.equal(undefined);
    expect(sideOfUrn("urn:pulumi:prod::panther::panther:index:PantherRootStack::panther-web")).to.equal(undefined);
  });
});
