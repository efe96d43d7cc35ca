import { expect } from "chai";
import { described, environment, good, inChina, keys } from "./reading.ts";

const network = { vpcId: "vpc-0123456789abcdef0", subnetId: "subnet-0123456789abcdef0" };
const fromSource = { ...good, version: "v1.16.0" };
const withDeployer = (sourceDeployer: object) => ({ sourceDeployer });

describe("panther:sourceDeployer", () => {
  it("is absent unless asked for, and has usual values for all but its network", () => {
    expect(environment({}, fromSource).sourceDeployer).to.equal(undefined);
    expect(environment(withDeployer(network), fromSource).sourceDeployer).to.deep.equal({
      instanceType: "m5.large",
      diskGigabytes: 50,
      idleMinutes: 60,
      network: { kind: "existing", publicAddress: false, ...network },
      repository: "https://github.com/panther-labs/panther.git",
    });
  });

  it("takes a network of its own, another repository and another image", () => {
    const own = {
      vpcIpRange: "10.0.0.0/22",
      repository: "https://git.example.com/p.git",
      image: "a/b:1",
      idleMinutes: 15,
    };
    expect(environment(withDeployer(own), fromSource).sourceDeployer).to.deep.include({
      network: { kind: "made", ipRange: "10.0.0.0/22" },
      repository: "https://git.example.com/p.git",
      image: "a/b:1",
      idleMinutes: 15,
    });
  });

  it("says that no source is public after v1.16.0, and in which regions a release deploys itself", () => {
    expect(described(withDeployer(network))).to.contain("v1.16.0 is the last release whose source is");
    const north = { region: "eu-north-1", ...withDeployer(network) };
    expect(keys(north, { ...fromSource, version: "1.15.0" })).to.deep.equal([]);
    expect(described(north, { ...fromSource, version: "1.14.3" })).to.match(
      /^panther:region \(eu-north-1\) is refused: Panther v1\.14\.3 does not support eu-north-1 \(Stockholm\) yet\. .*$/,
    );
  });

  it("goes with no split over AWS China, and with no secrets", () => {
    expect(described(withDeployer(network), inChina)).to.contain("does not go with panther:topology china");
    const secret = { ...withDeployer(network), secretParameters: { DatadogAPIKey: "plain" } };
    expect(keys(secret, fromSource)).to.include("panther:sourceDeployer");
    // What could not be read has a problem of its own.
    expect(keys({ ...withDeployer(network), version: "x" }, fromSource)).to.deep.equal(["panther:version"]);
    expect(keys({ ...withDeployer(network), deploymentRole: "x" }, fromSource)).to.deep.equal([
      "panther:deploymentRole",
    ]);
  });

  it("refuses a role that trusts another account, which the instance could not assume", () => {
    const trusting = (IdentityAccountId: string) =>
      keys({ ...withDeployer(network), deploymentRole: { parameters: { IdentityAccountId } } }, fromSource);
    expect(trusting("999999999999")).to.deep.equal(["panther:deploymentRole.parameters.IdentityAccountId"]);
    expect(trusting("012345678901")).to.deep.equal([]);
    expect(trusting("")).to.deep.equal([]);
  });

  for (const [what, values, key] of [
    ["no network", {}, "panther:sourceDeployer"],
    ["a VPC without a subnet", { vpcId: network.vpcId }, "panther:sourceDeployer"],
    ["both kinds of network", { ...network, vpcIpRange: "10.0.0.0/22" }, "panther:sourceDeployer"],
    [
      "a public address in a private subnet",
      { vpcIpRange: "10.0.0.0/22", publicAddress: true },
      "panther:sourceDeployer.publicAddress",
    ],
    ["a block without room", { vpcIpRange: "10.0.0.0/28" }, "panther:sourceDeployer.vpcIpRange"],
    ["an ARM machine", { ...network, instanceType: "m6g.large" }, "panther:sourceDeployer.instanceType"],
    ["a blank type", { ...network, instanceType: "" }, "panther:sourceDeployer.instanceType"],
    [
      "a repository's password",
      { ...network, repository: "https://me:secret@example.com/p.git" },
      "panther:sourceDeployer.repository",
    ],
    ["an image that is a command", { ...network, image: "a; rm -rf /" }, "panther:sourceDeployer.image"],
    ["an unknown name", { ...network, keyName: "x" }, "panther:sourceDeployer.keyName"],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(keys(withDeployer(values), fromSource)).to.deep.equal([key]);
    });
  }
});
