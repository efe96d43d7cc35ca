import { isRecord } from "./template.ts";

/** The role that the serverless transform makes for a function without one. */
export function implicitRole(functionId: string, properties: Record<string, unknown>): Record<string, unknown> {
  const policies = [properties.Policies ?? []].flat();
  const documents = policies.filter((policy) => isRecord(policy) && "Statement" in policy);
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: properties.AssumeRolePolicyDocument ?? {
        Version: "2012-10-17",
        Statement: [{ Action: ["sts:AssumeRole"], Effect: "Allow", Principal: { Service: ["lambda.amazonaws.com"] } }],
      },
      ManagedPolicyArns: [
        managed("service-role/AWSLambdaBasicExecutionRole"),
        ...(properties.VpcConfig === undefined ? [] : [managed("service-role/AWSLambdaVPCAccessExecutionRole")]),
        ...(properties.Tracing === undefined ? [] : [managed("AWSXRayDaemonWriteAccess")]),
        ...policies.filter((policy) => !isRecord(policy)).map(managedByName),
        ...policies.filter((policy) => isRecord(policy) && isFunctionCall(policy)),
      ],
      ...(documents.length === 0
        ? {}
        : {
            Policies: documents.map((PolicyDocument, index) => ({
              PolicyName: `${functionId}RolePolicy${index}`,
              PolicyDocument,
            })),
          }),
      ...(properties.PermissionsBoundary === undefined ? {} : { PermissionsBoundary: properties.PermissionsBoundary }),
      ...(properties.RolePath === undefined ? {} : { Path: properties.RolePath }),
      Tags: [{ Key: "lambda:createdBy", Value: "SAM" }],
    },
  };
}

function isFunctionCall(policy: Record<string, unknown>): boolean {
  return Object.keys(policy).every((key) => key === "Ref" || key.startsWith("Fn::"));
}

function managedByName(policy: unknown): unknown {
  return typeof policy === "string" && !policy.startsWith("arn:") ? managed(policy) : policy;
}

function managed(name: string): unknown {
  return { "Fn::Sub": `arn:\${AWS::Partition}:iam::aws:policy/${name}` };
}
