import { inRegion, onlyHere, type PermissionStatement } from "../statement.ts";

/** Their calls are about no resource in particular. */
export const findMachine: PermissionStatement = {
  sid: "FindSourceMachine",
  why: "the machine that builds Panther, whether Systems Manager reaches it, and what runs on it",
  actions: ["ec2:DescribeInstances", "ssm:DescribeInstanceInformation", "ssm:ListCommands", "ssm:GetCommandInvocation"],
  resources: ["*"],
  conditions: onlyHere,
};

export const startMachine: PermissionStatement = {
  sid: "StartSourceMachine",
  why: "it has stopped itself; only an instance that is for this",
  actions: ["ec2:StartInstances"],
  resources: [inRegion("ec2", "instance/*")],
  conditions: { StringLike: { "aws:ResourceTag/panther:source-deployer": "*" } },
};

export const sendCommand: PermissionStatement = {
  sid: "CommandSourceMachine",
  why: "Panther's own tool, on that machine alone; whoever has this acts as the deployment role",
  actions: ["ssm:SendCommand"],
  resources: [inRegion("ec2", "instance/*")],
  conditions: { StringLike: { "ssm:resourceTag/panther:source-deployer": "*" } },
};

export const useShellDocument: PermissionStatement = {
  sid: "UseShellDocument",
  why: "AWS's own document for shell scripts",
  actions: ["ssm:SendCommand"],
  resources: ["arn:{partition}:ssm:{region}::document/AWS-RunShellScript"],
};

export const readSourceLog: PermissionStatement = {
  sid: "ReadSourceLog",
  why: "what the tool says, as it is written",
  actions: ["logs:DescribeLogStreams", "logs:GetLogEvents"],
  resources: [inRegion("logs", "log-group:/panther-deploy/source/*")],
};

export const readSourceStacks: PermissionStatement = {
  sid: "ReadSourceStacks",
  why: "whose log groups are whose: what the stacks hold that go",
  actions: ["cloudformation:ListStackResources"],
  resources: ["{root}", "{fromSource}"]
    .map((name) => inRegion("cloudformation", `stack/${name}-*/*`))
    .concat(inRegion("cloudformation", "stack/{root}/*")),
};

export const lookForLogGroups: PermissionStatement = {
  sid: "LookForLogGroups",
  why: "log groups of others that the tool's teardown would delete",
  actions: ["lambda:ListFunctions", "logs:DescribeLogGroups", "logs:ListTagsForResource"],
  resources: ["*"],
  conditions: onlyHere,
};
