import { expect } from "chai";
import { releaseVersions, roleObjects } from "../../../local/releases/releases.ts";
import { readTemplate } from "./reading.ts";

interface RoleProperties {
  readonly AssumeRolePolicyDocument: { readonly Statement: readonly { readonly Principal: unknown }[] };
  readonly Policies: readonly [
    { readonly PolicyDocument: { readonly Statement: readonly { readonly Action: readonly string[] }[] } },
  ];
}

const bodies = new Map(roleObjects().map(({ key, body }) => [key.split("/")[1] ?? "", new TextDecoder().decode(body)]));
const body = (version: string): string => bodies.get(version) ?? "";
const properties = (version: string): RoleProperties =>
  readTemplate(body(version)).Resources.DeploymentRole?.Properties as unknown as RoleProperties;
const statements = (version: string) => properties(version).Policies[0].PolicyDocument.Statement;
const actions = (version: string): readonly string[] => statements(version).flatMap(({ Action }) => Action);
const without = (some: readonly string[], others: readonly string[]): readonly string[] =>
  some.filter((action) => !others.includes(action)).sort();

describe("templates of the deployment role", () => {
  it("are published for every version, two minors as their first patch, and the newest as latest", () => {
    const expected = releaseVersions.map((version) =>
      `v${version}`.replace("v1.28.7", "v1.28.0").replace("v1.37.11", "v1.37.0"),
    );
    expect([...bodies.keys()]).to.deep.equal([...expected, "latest"]);
    expect(body("latest")).to.equal(body("v1.39.7"));
    expect(new Set(roleObjects().map(({ bucket }) => bucket))).to.deep.equal(
      new Set(["panther-public-cloudformation-templates"]),
    );
  });

  it("are often the same as the one before", () => {
    const versions = [...bodies.keys()];
    const same = versions.slice(1).filter((version, index) => body(version) === body(versions[index] ?? ""));
    expect(same).to.include.members(["v1.24.12", "v1.32.7", "v1.33.5", "v1.34.18", "v1.37.0"]);
    expect(same).to.not.include.members(["v1.38.5"]).and.to.not.include.members(["v1.39.7"]);
  });

  it("differ from 1.36 to 1.39 as the real ones do", () => {
    const [v36, v38, v39] = [actions("v1.36.0"), actions("v1.38.5"), actions("v1.39.7")];
    expect(without(v36, actions("v1.35.7"))).to.deep.equal(["batch:*", "ec2:DisassociateVpcCidrBlock"]);
    expect([without(v36, v38), without(v38, v36)]).to.deep.equal([["ec2:DeleteVpcEndpoint"], []]);
    expect(without(v39, v38)).to.deep.equal([
      "ec2:DeleteVpcEndpoint",
      "ec2:ModifyInstanceAttribute",
      "ec2:RunInstances",
      "ec2:StartInstances",
      "ec2:StopInstances",
      "ec2:TerminateInstances",
      "iam:AddRoleToInstanceProfile",
      "iam:CreateInstanceProfile",
      "iam:DeleteInstanceProfile",
      "iam:RemoveRoleFromInstanceProfile",
    ]);
    expect([statements("v1.31.1").length, statements("v1.39.7").length, v39.length]).to.deep.equal([17, 19, 210]);
    expect(new Set(v39).size).to.equal(210);
  });

  it("have the real interface: two parameters, an output from 1.26 on, trust in people and in CloudFormation", () => {
    for (const version of bodies.keys()) {
      const { Parameters, Outputs } = readTemplate(body(version));
      expect(Object.keys(Parameters ?? {})).to.deep.equal(["DeploymentRoleName", "IdentityAccountId"]);
      const old = ["v1.23.5", "v1.24.12", "v1.25.18"].includes(version);
      expect(Object.keys(Outputs ?? {}), version).to.deep.equal(old ? [] : ["DeploymentRoleArn"]);
      const [people, service] = properties(version).AssumeRolePolicyDocument.Statement;
      expect(people?.Principal).to.have.property("AWS");
      expect(service?.Principal).to.deep.equal({ Service: "cloudformation.amazonaws.com" });
    }
  });
});
