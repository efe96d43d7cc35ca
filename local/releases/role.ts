import { isWithin } from "./parameters/parameters.ts";
import type { RoleStatement } from "./roleStatement.ts";
import { roleStatements } from "./roleStatements.ts";
import { arn, equals, getAtt, isSet, noValue, ref, sub, type Template, type Value, when } from "./template.ts";

const firstWithOutput = 26;

/** The template of PantherDeploymentRole for a minor. Nothing in it tells its version, and many are the same. */
export function roleTemplate(minor: number): Template {
  return {
    Description: "The role that deploys Panther. It can create roles, so treat it as an administrator's.",
    Parameters: {
      DeploymentRoleName: {
        Type: "String",
        Description: "Name of the role; blank lets CloudFormation choose",
        Default: "PantherDeploymentRole",
      },
      IdentityAccountId: {
        Type: "String",
        Description: "Account whose people may assume the role; blank: this one",
        Default: "",
        AllowedPattern: "^(\\d{12})?$",
      },
    },
    Conditions: {
      GenerateName: equals(ref("DeploymentRoleName"), ""),
      OtherIdentityAccount: isSet("IdentityAccountId"),
    },
    Resources: {
      DeploymentRole: {
        Type: "AWS::IAM::Role",
        Properties: {
          RoleName: when("GenerateName", noValue, ref("DeploymentRoleName")),
          Description: "Deploys Panther, by hand or as CloudFormation's service role",
          MaxSessionDuration: 28800,
          AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: trustStatements() },
          Policies: [
            {
              PolicyName: minor < firstWithOutput ? "PantherDeployment" : "PantherInfraManagementPolicy",
              PolicyDocument: {
                Version: "2012-10-17",
                Statement: roleStatements
                  .filter(({ span }) => isWithin(span, minor))
                  .map((statement) => policyStatement(statement, minor)),
              },
            },
          ],
          Tags: [{ Key: "Application", Value: "Panther" }],
        },
      },
    },
    ...(minor < firstWithOutput
      ? {}
      : {
          Outputs: {
            DeploymentRoleArn: { Description: "ARN of the role", Value: getAtt("DeploymentRole") },
          },
        }),
  };
}

function trustStatements(): readonly Value[] {
  const overTls: Value = { Bool: { "aws:SecureTransport": true } };
  const people = when(
    "OtherIdentityAccount",
    sub("arn:${AWS::Partition}:iam::${IdentityAccountId}:root"),
    arn("iam::${AWS::AccountId}:root"),
  );
  return [
    { Effect: "Allow", Principal: { AWS: people }, Action: "sts:AssumeRole", Condition: overTls },
    {
      Effect: "Allow",
      Principal: { Service: "cloudformation.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: overTls,
    },
  ];
}

function policyStatement({ service, actions, resources, laterResources }: RoleStatement, minor: number): Value {
  const names = actions
    .map((action) => (typeof action === "string" ? { name: action } : action))
    .filter((action) => isWithin(action, minor))
    .map(({ name }) => (name.includes(":") ? name : `${service}:${name}`));
  const later = laterResources && minor >= laterResources.since ? laterResources.resources : [];
  return { Effect: "Allow", Action: names, Resource: [...resources, ...later] };
}
