import { settings, statement, trust } from "../families.ts";
import type { Scope } from "../scope.ts";
import { arn, type Resources, ref, region, type Value } from "../template.ts";

const buildSpec = `version: 0.2
phases:
  pre_build:
    commands:
      - echo "Looking up the stack of this account"
  build:
    commands:
      - echo "Applying the infrastructure that is not in CloudFormation"
  post_build:
    commands:
      - echo "Done"
`;

const variable = (name: string, value: Value): Value => ({ Name: name, Value: value });

/** The project that a person starts after each deployment of the root stack. */
export function pulumiBuild(scope: Scope): Resources {
  const secrets = Object.entries(settings(scope, ["DatadogAPIKeySecretArn", "DatadogAppKeySecretArn"]));
  return {
    PulumiBuildRole: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: trust("codebuild.amazonaws.com"),
        Policies: [
          {
            PolicyName: "RunPulumi",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [
                statement(["secretsmanager:GetSecretValue"], ref("PulumiSecretArn")),
                statement(["kms:Decrypt"], ref("PulumiSecretKeyArn")),
                statement(
                  ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
                  arn("logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/codebuild/panther-pulumi*"),
                ),
              ],
            },
          },
        ],
      },
    },
    PulumiProject: {
      Type: "AWS::CodeBuild::Project",
      Properties: {
        Name: "panther-pulumi",
        Description: "Brings the infrastructure outside CloudFormation to this release",
        Artifacts: { Type: "NO_ARTIFACTS" },
        Environment: {
          ComputeType: "BUILD_GENERAL1_SMALL",
          Image: "aws/codebuild/standard:5.0",
          Type: "LINUX_CONTAINER",
          EnvironmentVariables: [
            variable("PULUMI_SECRET_ARN", ref("PulumiSecretArn")),
            variable("PULUMI_SECRET_KEY_ARN", ref("PulumiSecretKeyArn")),
            variable("PANTHER_REGION", region),
            variable("PANTHER_COMMIT", scope.release.commit),
            ...secrets.map(([name, value]) => variable(name, value)),
          ],
        },
        ServiceRole: { "Fn::GetAtt": ["PulumiBuildRole", "Arn"] },
        Source: { Type: "NO_SOURCE", BuildSpec: buildSpec },
        TimeoutInMinutes: 60,
      },
    },
  };
}
