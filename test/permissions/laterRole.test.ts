// The deployment role's stack of v1.111 and later, which local AWS's releases end before: managed policies beside the role.
import {
  CloudFormation,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { examplePlace } from "../../model/permissions/placesOf.ts";
import { policyOf } from "../../model/permissions/policy.ts";
import { freshAccount, localAws } from "../support/localAws.ts";
import { askedFor, enforceIam } from "./operator.ts";
import { permitted, sessionOf } from "./permitted.ts";

const StackName = examplePlace.roleStack;
const Capabilities = ["CAPABILITY_NAMED_IAM" as const];
const quickly = { maxWaitTime: 60, minDelay: 0.1, maxDelay: 0.5 };
const document = (Action: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action, Resource: "*" }],
});

/** A role with managed policies of these names, each of which forbids something. */
function templateOf(policies: Readonly<Record<string, string>>): string {
  const trust = { Effect: "Allow", Principal: { Service: "cloudformation.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = { Version: "2012-10-17", Statement: [trust] };
  const made = Object.entries(policies).map(([ManagedPolicyName, action]) => {
    const Properties = { ManagedPolicyName, PolicyDocument: document(action) };
    return [ManagedPolicyName, { Type: "AWS::IAM::ManagedPolicy", Properties }];
  });
  const ManagedPolicyArns = Object.keys(policies).map((Ref) => ({ Ref }));
  const Properties = { RoleName: "PantherDeploymentRole", AssumeRolePolicyDocument, ManagedPolicyArns };
  return JSON.stringify({ Resources: { ...Object.fromEntries(made), Role: { Type: "AWS::IAM::Role", Properties } } });
}

describe("the policies for a role of v1.111 or later, on local AWS with IAM enforced", function () {
  this.timeout(60_000);
  const accountId = freshAccount();
  const at = { accountId, region: "us-east-1" };
  const role = `arn:aws:iam::${accountId}:role/PantherDeploymentRole`;
  const place = { ...examplePlace, account: accountId, role, ownRole: role };
  const later = { ...place, rolePolicies: "Panther" };
  const operators = permitted(at, "standard", later);
  const earlier = permitted(at, "standard", place);

  before(() => enforceIam(true));
  after(() => enforceIam(false));

  const stacksAs = async (command: string, by = operators) => {
    const keys = await by.keysFor(command);
    const credentials = {
      accessKeyId: keys.AWS_ACCESS_KEY_ID,
      secretAccessKey: keys.AWS_SECRET_ACCESS_KEY,
      sessionToken: keys.AWS_SESSION_TOKEN,
    };
    return new CloudFormation({ region: at.region, endpoint: (await localAws()).endpoint, credentials });
  };

  it("allow its managed policies to be made, changed, dropped and removed", async () => {
    const first = templateOf({ PantherOne: "s3:DeleteBucket", PantherTwo: "kms:DeleteAlias" });
    let client = await stacksAs("deploy");
    await client.createStack({ StackName, Capabilities, TemplateBody: first });
    await waitUntilStackCreateComplete({ client, ...quickly }, { StackName });
    client = await stacksAs("upgrade");
    const second = templateOf({ PantherOne: "s3:DeleteObject", PantherThree: "kms:DeleteAlias" });
    await client.updateStack({ StackName, Capabilities, TemplateBody: second });
    await waitUntilStackUpdateComplete({ client, ...quickly }, { StackName });
    client = await stacksAs("pulumi destroy");
    await client.deleteStack({ StackName });
    await waitUntilStackDeleteComplete({ client, ...quickly }, { StackName });

    for (const command of ["upgrade", "pulumi destroy"]) {
      const asked = (await askedFor(at, sessionOf(command))).filter(({ resource }) => resource.includes(":policy/"));
      expect(asked.filter(({ allowed }) => !allowed)).to.deep.equal([]);
      const own = policyOf([command], "standard", later).Statement.find(({ Sid }) => Sid === "ManageRolesPolicies");
      expect([...new Set(asked.map(({ action }) => action))]).to.have.members([...(own?.Action ?? [])]);
    }
  });

  it("are too narrow for it where the environment's release is earlier", async () => {
    const client = await stacksAs("deploy", earlier);
    await client.createStack({ StackName, Capabilities, TemplateBody: templateOf({ PantherOne: "s3:DeleteBucket" }) });
    const created = await waitUntilStackCreateComplete({ client, ...quickly }, { StackName }).then(
      ({ state }) => state,
      (error: Error) => error.name,
    );
    expect(created).to.not.equal("SUCCESS");
    const { StackEvents = [] } = await client.describeStackEvents({ StackName });
    expect(StackEvents.map(({ ResourceStatusReason = "" }) => ResourceStatusReason).join("\n")).to.include(
      `is not authorized to perform: iam:CreatePolicy on resource: arn:aws:iam::${accountId}:policy/PantherOne`,
    );
  });
});
