import { createHash } from "node:crypto";
import { expect } from "chai";
import { changes, published } from "../../../local/releases/history.ts";
import { releaseObjects, releaseVersions } from "../../../local/releases/releases.ts";
import { flatten, readRelease, readTemplate } from "./reading.ts";

const text = (body: Uint8Array): string => new TextDecoder().decode(body);
const rootOf = (version: string, region = "us-east-1"): string =>
  text(releaseObjects(version, region).find(({ key }) => key === `v${version}/panther.yml`)?.body ?? new Uint8Array());

describe("generated releases", () => {
  it("are the 17 that the documentation recommends", () => {
    const documented =
      "1.23.5 1.24.12 1.25.18 1.26.9 1.27.8 1.28.7 1.29.3 1.30.5 1.31.1 1.32.7 1.33.5 1.34.18 1.35.7 1.36.0 1.37.11 1.38.5 1.39.7";
    expect(releaseVersions.join(" ")).to.equal(documented);
    expect(changes.map(({ minor }) => `1.${minor}`)).to.deep.equal(
      releaseVersions.slice(1).map((version) => version.split(".").slice(0, 2).join(".")),
    );
  });

  it("have 13 templates on three levels, with nine nested stacks and some 200 resources", () => {
    for (const version of releaseVersions) {
      const root = readRelease(version);
      const all = flatten(root);
      expect(all, version).to.have.lengthOf(13);
      expect(Object.keys(root.template.Resources)).to.deep.equal(
        "Bootstrap BootstrapGateway Appsync CloudSecurity Core Dashboards LogAnalysis Onboard Web".split(" "),
      );
      expect(all.filter(({ path }) => path.includes("/")).map(({ path }) => path.split("/")[0])).to.deep.equal(
        Array(3).fill("Onboard"),
      );
      const count = all.reduce((sum, { template }) => sum + Object.keys(template.Resources).length, 0);
      expect(count, version).to.be.within(200, 270);
    }
  });

  it("order the nested stacks as the real root does", () => {
    const { Resources } = readRelease("1.36.0").template;
    const dependsOn = Object.entries(Resources).map(([id, resource]) => [
      id,
      resource.DependsOn ?? [],
      resource.Condition,
    ]);
    expect(dependsOn).to.deep.equal([
      ["Bootstrap", [], undefined],
      ["BootstrapGateway", [], "FullDeployment"],
      ["Appsync", "BootstrapGateway", "FullDeployment"],
      ["CloudSecurity", [], "FullDeployment"],
      ["Core", "BootstrapGateway", "FullDeployment"],
      ["Dashboards", [], "FullDeployment"],
      ["LogAnalysis", "Core", "FullDeployment"],
      ["Onboard", ["BootstrapGateway", "CloudSecurity", "Core", "LogAnalysis"], "CreateOnboard"],
      ["Web", ["CloudSecurity", "Core", "LogAnalysis"], "FullDeployment"],
    ]);
    expect(Resources.Web?.Properties?.TimeoutInMinutes).to.equal(20);
  });

  it("keep every asset at the SHA-1 of its content, and no template above what a request can carry", () => {
    for (const version of releaseVersions) {
      for (const { key, body, contentType } of releaseObjects(version, "us-east-1")) {
        if (!key.startsWith("v")) expect(createHash("sha1").update(body).digest("hex")).to.equal(key);
        if (contentType === "text/yaml") expect(body.length, `${version} ${key}`).to.be.below(51_200);
      }
    }
  });

  it("have some 40 assets beside the two templates with names, as large as they are asked for", () => {
    const asked = 100_000;
    for (const version of ["1.31.1", "1.36.0", "1.39.7"]) {
      const plain = releaseObjects(version, "us-west-2");
      const named = plain.filter(({ key }) => key.startsWith("v"));
      expect([plain.length - named.length, named.length]).to.deep.equal([
        version === "1.31.1" ? 42 : version === "1.36.0" ? 43 : 44,
        2,
      ]);
      const large = releaseObjects(version, "us-west-2", asked);
      expect(large.map(({ key }) => key)).to.deep.equal(
        releaseObjects(version, "us-west-2", asked).map(({ key }) => key),
      );
      expect(large).to.have.lengthOf(plain.length);
      expect(large.filter(({ body }) => body.length > asked).length).to.be.within(25, 32);
    }
  });

  it("are the same bytes each time", () => {
    const digest = (): string =>
      releaseVersions
        .flatMap((version) => releaseObjects(version, "eu-central-1"))
        .reduce((hash, { key, body }) => hash.update(key).update(body), createHash("sha256"))
        .digest("hex");
    expect(digest()).to.equal(digest());
  });

  it("follow the region in bucket, URLs and image, and the partition in hosts", () => {
    const german = releaseObjects("1.36.0", "eu-central-1");
    expect(new Set(german.map(({ bucket }) => bucket))).to.deep.equal(new Set(["panther-enterprise-eu-central-1"]));
    const elsewhere = german.filter(({ body }) => /panther-enterprise-us|s3\.us-|ecr\.us-/.test(text(body)));
    expect(elsewhere.map(({ key }) => key)).to.deep.equal([]);
    const urls = rootOf("1.36.0", "eu-central-1").match(/TemplateURL: \S+/g) ?? [];
    expect(urls).to.have.lengthOf(9);
    for (const url of urls) {
      expect(url).to.match(
        /https:\/\/panther-enterprise-eu-central-1\.s3\.eu-central-1\.amazonaws\.com\/[0-9a-f]{40}$/,
      );
    }
    expect(rootOf("1.36.0", "cn-north-1")).to.match(
      /https:\/\/panther-enterprise-cn-north-1\.s3\.cn-north-1\.amazonaws\.com\.cn\/[0-9a-f]{40}\n/,
    );
  });

  it("name their version in mapping and tag, or nowhere in root and nested stacks", () => {
    const unlabelled = published.filter(({ labelled }) => !labelled).map(({ version }) => version);
    expect(unlabelled).to.include("1.37.11").and.to.have.lengthOf.within(3, 4);
    for (const { version, labelled } of published) {
      const tags = rootOf(version).match(/Key: PantherVersion/g) ?? [];
      expect(tags, version).to.have.lengthOf(labelled ? 9 : 0);
      const texts = flatten(readRelease(version)).map(({ template }) => JSON.stringify(template));
      if (labelled) expect(texts[0]).to.include(`"Version":"${version}"`);
      else expect(texts.join("").includes(version), version).to.equal(false);
    }
  });

  it("quote a commit hash that reads like a number, and leave booleans unquoted", () => {
    expect(rootOf("1.36.0")).to.include("Commit: '715623e8'").and.to.include("Default: false\n");
  });

  it("have a root of their own for each version", () => {
    expect(new Set(releaseVersions.map((version) => rootOf(version))).size).to.equal(17);
  });

  it("have custom resources behind one function and the build project after 1.22", () => {
    for (const version of releaseVersions) {
      const resources = flatten(readRelease(version)).flatMap(({ template }) => Object.values(template.Resources));
      const custom = resources.filter(({ Type }) => Type.startsWith("Custom::"));
      expect(custom.map(({ Type }) => Type)).to.include.members([
        "Custom::PantherSettings",
        "Custom::ManagedSchemas",
        "Custom::AnalysisSet",
        "Custom::PantherUser",
      ]);
      const token =
        "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:panther-cfn-custom-resources";
      expect(new Set(custom.map(({ Properties }) => JSON.stringify(Properties?.ServiceToken)))).to.deep.equal(
        new Set([JSON.stringify({ "Fn::Sub": token })]),
      );
      const project = resources.find(({ Type }) => Type === "AWS::CodeBuild::Project");
      expect(project?.Properties?.Name).to.equal("panther-pulumi");
      expect(JSON.stringify(project))
        .to.include('{"Ref":"PulumiSecretArn"}')
        .and.to.include('{"Ref":"PulumiSecretKeyArn"}');
    }
  });

  it("have a template for the web app of a deployment in China, whose version says so", () => {
    for (const { version, labelled } of published) {
      const objects = releaseObjects(version, "ap-southeast-1");
      const proxy = readTemplate(
        text(objects.find(({ key }) => key === `v${version}/proxy_panther.yml`)?.body ?? new Uint8Array()),
      );
      const defaults = Object.entries(proxy.Parameters ?? {}).map(([name, { Default: initial }]) => [name, initial]);
      expect(defaults).to.deep.equal([
        ["FirstUserEmail", undefined],
        ["SecretID", "panther/china"],
        ["CustomDomain", ""],
      ]);
      expect(JSON.stringify(proxy).includes(`"${version}-china-web-proxy"`), version).to.equal(labelled);
    }
  });

  it("refuse a version that was never released, and say which there are", () => {
    expect(() => releaseObjects("1.36.1", "us-east-1")).to.throw("no release 1.36.1");
  });
});
