import { partitionOf } from "../../model/release/partition.ts";

/** Who may take the instance's role: EC2. */
export function instanceTrust(region: string): string {
  return policyOf([
    { Effect: "Allow", Principal: { Service: `ec2.${partitionOf(region).dnsSuffix}` }, Action: "sts:AssumeRole" },
  ]);
}

/** AWS's own policy for what the agent of Systems Manager calls; AWS keeps it up to date with the agent. */
export function agentPolicyArn(region: string): string {
  return `arn:${partitionOf(region).name}:iam::aws:policy/AmazonSSMManagedInstanceCore`;
}

/**
 * What the instance may do by itself: become the deployment role, and write the output of commands where it is followed.
 * Source: Systems Manager's user guide, "Configuring Amazon CloudWatch Logs for Run Command".
 */
export function instancePolicy(deploymentRoleArn: string, logGroupArn: string): string {
  return policyOf([
    { Sid: "BecomeDeploymentRole", Effect: "Allow", Action: "sts:AssumeRole", Resource: deploymentRoleArn },
    {
      Sid: "WriteOutput",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [logGroupArn, `${logGroupArn}:*`],
    },
    // The agent looks whether the group is there, and that call is about all of them.
    { Sid: "FindLogGroup", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
  ]);
}

function policyOf(Statement: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
