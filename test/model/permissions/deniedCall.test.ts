import { expect } from "chai";
import { PantherError } from "../../../model/error.ts";
import { accessDenied, deniedCall, fixOf } from "../../../model/permissions/deniedCall.ts";

const principal = "arn:aws:sts::123456789012:assumed-role/Operator/jane";
const resource = "arn:aws:cloudformation:us-east-1:123456789012:stack/panther-prod/*";
// As AWS words them: IAM User Guide, "Troubleshoot access denied error messages".
const refused = `User: ${principal} is not authorized to perform: cloudformation:UpdateStack on resource: ${resource} because no identity-based policy allows the cloudformation:UpdateStack action`;
const forbidden = `User: ${principal} is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/R with an explicit deny in a service control policy`;

describe("a call that AWS refuses", () => {
  it("is read from the message, also inside of others", () => {
    expect(deniedCall(refused)).to.deep.equal({
      ...{ principal, action: "cloudformation:UpdateStack", resource, forbidden: false },
    });
    const framed = `error: operation error CloudFormation: UpdateStack, api error AccessDenied: ${forbidden}\nmore`;
    expect(deniedCall(framed)).to.include({ action: "iam:PassRole", forbidden: true });
    expect(deniedCall(`User: ${principal} is not authorized to perform: ecs:UpdateService`)).to.deep.equal({
      ...{ principal, action: "ecs:UpdateService", forbidden: false },
    });
    expect(deniedCall("Access Denied")).to.equal(undefined);
  });

  it("is told with whose policies have the action", () => {
    const error = accessDenied(new Error(refused));
    expect(error?.code).to.equal("access-denied");
    expect(error?.message).to.equal(
      `AWS refused cloudformation:UpdateStack on ${resource} to ${principal}: no policy of its own allows it.`,
    );
    expect(error?.fix).to.match(/^Give .* `panther permissions <command> --environment <name>` prints/);
    expect(error?.fix).to.match(/\(docs\/permissions\.md\)\. The action is in the policies of: deploy, upgrade,/);
    const own = accessDenied(new Error(refused), { command: "upgrade", environment: "prod" });
    expect(own?.fix).to.equal(
      "Give that role or user the policy that `panther permissions upgrade --environment prod` prints (docs/permissions.md).",
    );
    const unknown = accessDenied(new Error(refused), { command: "fly", environment: "prod" });
    expect(unknown?.fix).to.equal(error?.fix);
    const everywhere = `User: ${principal} is not authorized to perform: cloudformation:ListStacks on resource: *`;
    expect(accessDenied(new Error(everywhere))?.message).to.include("refused cloudformation:ListStacks to");
  });

  it("that a policy forbids needs another policy to change", () => {
    const error = accessDenied(new Error(forbidden));
    expect(error?.message).to.match(/a policy forbids it\.$/);
    expect(error?.fix).to.match(/^Find the policy that forbids it/);
  });

  it("of an action that no command has is somebody else's", () =>
    expect(fixOf({ principal, action: "iam:CreateUser", forbidden: false })).to.include("in no command's policy"));

  it("is neither another error nor one of ours", () => {
    expect(accessDenied(new Error("Throttling: Rate exceeded"))).to.equal(undefined);
    expect(accessDenied(new PantherError("x", refused, "y"))).to.equal(undefined);
    expect(accessDenied(refused)).to.equal(undefined);
  });
});
