import { Provider } from "@pulumi/aws/provider.js";
import { expect } from "chai";
import { rootTemplateIsThere } from "../../components/rootTemplateIsThere.ts";
import { refuseUndocumented } from "../../components/undocumentedParameters.ts";
import { type Environment, readEnvironment } from "../../model/environment/environment.ts";
import { mockPulumi } from "../support/mocks.ts";

const url = "https://panther-enterprise-us-east-1.s3.amazonaws.com/v1.39.7/panther.yml";
type Answer = () => Record<string, unknown>;
const failing =
  (message: string): Answer =>
  () => {
    // As gRPC hands the plugin's words over.
    throw Object.assign(new Error(message), { details: message });
  };

describe("a release's root template", () => {
  const isThere = async (answer: Answer, at = url) => {
    await mockPulumi({ calls: { "aws:s3/getObjects:getObjects": answer } });
    return rootTemplateIsThere(at, new Provider("aws", { region: "us-east-1" }));
  };

  it("is there when its bucket lists it, and only then", async () => {
    expect(await isThere(() => ({ keys: ["v1.39.7/panther.yml"] }))).to.equal(true);
    expect(await isThere(() => ({ keys: ["v1.39.7/panther.yml.sha256"] }))).to.equal(false);
    expect(await isThere(failing("api error NoSuchBucket: The specified bucket does not exist"))).to.equal(false);
  });

  it("counts as there where nobody can tell", async () => {
    expect(await isThere(failing("api error AccessDenied: Access Denied"))).to.equal(true);
    expect(await isThere(failing("api error PermanentRedirect: another endpoint"))).to.equal(true);
    expect(await isThere(failing("never asked"), "https://example.com/panther.yml")).to.equal(true);
  });

  it("is not asked for again when credentials or network fail", async () => {
    const error = await isThere(failing("api error ExpiredToken: expired")).catch((found: Error) => found);
    expect(error).to.be.instanceOf(Error);
  });
});

describe("a parameter that is not documented for a release", () => {
  const refused = async (parameters: Environment["parameters"], answer: Answer): Promise<string | undefined> => {
    await mockPulumi({ calls: { "aws:s3/getObject:getObject": answer } });
    const required = { version: "1.39.7", region: "us-east-1", expectedAccountId: "123456789012" };
    const read = readEnvironment("prod", { ...required, rootStackName: "panther-prod", parameters });
    if (read.kind !== "environment") throw new Error("The test's environment is wrong.");
    const { environment } = read;
    const provider = new Provider("aws", { region: "us-east-1" });
    const done = refuseUndocumented(environment.version, environment, url, provider);
    return done.then(
      () => undefined,
      (error: Error) => error.message,
    );
  };
  const template = "Parameters: {FirstUserEmail: {Type: String}, NewInThisRelease: {Type: Number, MaxValue: 5}}";
  const published = () => ({ bodyBase64: Buffer.from(template).toString("base64") });
  const own = { FirstUserEmail: "a@example.com" };

  it("is up to the release's own template", async () => {
    expect(await refused({ ...own, NewInThisRelease: "5" }, published)).to.equal(undefined);
    expect(await refused({ ...own, NewInThisRelease: "6" }, published)).to.include("at most 5");
    expect(await refused({ ...own, Misspelled: "6" }, published)).to.include("no parameter Misspelled");
  });

  it("is up to CloudFormation where nobody may read the template", async () => {
    expect(await refused({ ...own, Misspelled: "6" }, failing("AccessDenied"))).to.equal(undefined);
  });

  it("is the only reason to read it", async () => {
    const other = () => ({ bodyBase64: Buffer.from("Parameters: {Another: {Type: String}}").toString("base64") });
    expect(await refused(own, other)).to.equal(undefined);
    expect(await refused({ ...own, Misspelled: "6" }, other)).to.include("Another has to be set");
  });
});
