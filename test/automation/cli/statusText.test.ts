import { expect } from "chai";
import { answersText, statusText } from "../../../automation/cli/statusText.ts";
import type { Status } from "../../../automation/status.ts";
import { parseVersion } from "../../../model/release/version.ts";

const status: Status = {
  environment: "production-eu",
  region: "ap-southeast-2",
  accountId: "111111111111",
  wanted: "1.39.7",
  running: { version: parseVersion("1.37.11"), source: "published-template" },
  rootStack: { name: "panther-production", status: "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS" },
  nestedStacks: [
    { logicalId: "Core", status: "UPDATE_COMPLETE" },
    { logicalId: "Web", status: "UPDATE_ROLLBACK_COMPLETE" },
  ],
  deploymentRole: {
    kind: "deployed",
    stackName: "panther-deployment-role",
    status: "UPDATE_COMPLETE",
    version: "1.38.0",
  },
  lastBuild: { id: "panther-pulumi:5c6f7227-66c3-4c4e-ae23-1efa47e985eb", status: "SUCCEEDED" },
  lease: {
    run: "r",
    command: "upgrade",
    caller: "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_AdministratorAccess_0123456789abcdef/somebody",
    host: "ip-10-0-0-1.ap-southeast-2.compute.internal",
    pid: 4711,
    since: "2026-01-01T00:00:00.000Z",
    heartbeat: "2026-01-01T00:00:00.000Z",
    state: "dead",
  },
  findings: [
    {
      severity: "warning",
      code: "termination-protection-off",
      message: "Nothing keeps anybody from deleting panther-production: its termination protection is off.",
      fix: "panther deploy production-eu switches it on after its success, which is as soon as it can be.",
    },
  ],
  drift: {
    stacksChecked: 13,
    findings: [
      {
        kind: "parameters",
        where: ["panther-production"],
        properties: ["CompanyDisplayName", "OnboardSelf"],
        values: [{ name: "CompanyDisplayName" }, { name: "OnboardSelf", wanted: "false", live: "true" }],
        fix: "If the file is right: pulumi refresh --stack production-eu, then panther deploy production-eu.",
      },
      {
        kind: "resource",
        change: "modified",
        where: ["panther-production", "Onboard", "CloudSecurityRoles", "AuditRole"],
        type: "AWS::IAM::Role",
        physicalId: "PantherAuditRole",
        properties: ["/MaxSessionDuration"],
        fix: "Change it back.",
      },
    ],
    notChecked: [{ check: "resources", where: ["panther-production", "Web"], reason: "Throttling: Rate exceeded" }],
    notComparable: [{ where: ["panther-production"], properties: ["DatadogAPIKey"] }],
  },
};

describe("a status for a person", () => {
  const refused = {
    kind: "error",
    environment: "other",
    result: "refused",
    code: "wrong-account",
    message: "The AWS credentials are for account 111111111111, and environment other is in 222222222222.\nSecond line",
    fix: "Use credentials of that account (AWS_PROFILE, for example); nothing was changed.",
  } as const;

  it("fits 80 columns", () => {
    const text = answersText([{ kind: "status", status }, refused]);
    for (const line of text.split("\n")) expect(line.length, line).to.be.at.most(80);
  });

  it("counts no nested stack as complete that was rolled back", () => {
    expect(statusText(status)).to.include("1 of 2 complete");
  });

  it("does not say that nothing runs where only the release can't be told", () => {
    const { running: _, ...unknown } = status;
    expect(statusText(unknown)).to.include("can't be told");
    expect(statusText({ ...unknown, nestedStacks: [] })).to.match(/Running.*nothing/);
  });

  it("names the role's version, or why there is none", () => {
    expect(statusText(status)).to.match(/Deployment role.*v1\.38\.0/);
    const arn = "arn:aws:iam::111111111111:role/theirs";
    expect(statusText({ ...status, deploymentRole: { kind: "existing", arn } })).to.include(arn);
    const deploymentRole = { kind: "absent", stackName: "role" } as const;
    expect(statusText({ ...status, deploymentRole })).to.include("not deployed");
  });

  it("says who drives it, and of a killed one that it was", () => {
    expect(statusText(status)).to.match(/Driven by.*killed: upgrade since 2026-01-01/);
  });

  it("lists what drifted with its path and its properties, and what nobody could look at", () => {
    const lines = statusText(status).replace(/\n {2}/g, " ");
    expect(lines).to.include("Drift: 2 found, 13 stacks checked by CloudFormation");
    expect(lines).to.include("CompanyDisplayName, OnboardSelf (true, the file has false)");
    expect(lines).to.include(
      "panther-production/Onboard/CloudSecurityRoles/AuditRole: AWS::IAM::Role was modified: /MaxSessionDuration",
    );
    expect(lines).to.include("panther-production/Web: drift of resources not checked: Throttling: Rate exceeded");
    expect(lines).to.include("can't be compared: DatadogAPIKey");
  });

  it("shows one that can't be looked at beside the others, and says it where there is none at all", () => {
    const text = answersText([{ kind: "status", status }, refused]);
    expect(text).to.include("✗ other can't be looked at:\n  The AWS credentials").and.include("production-eu");
    expect(answersText([])).to.include("no environment");
  });
});
