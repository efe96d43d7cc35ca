// A release for a backend in China as the copy leaves it, and small: what the program does with one hangs on no content.
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { roleTemplateLocation, rootTemplateLocation } from "../../model/release/templateUrl.ts";
import { parseVersion } from "../../model/release/version.ts";
import { clientOf, type TwoSides } from "./china.ts";

/** Puts a release's root template and that of its deployment role into a bucket on the China side. */
export async function putRelease(sides: TwoSides, bucket: string, version: string): Promise<void> {
  const release = parseVersion(version);
  const s3 = new S3Client({ ...clientOf(sides, sides.china), forcePathStyle: true });
  const objects = [
    [roleTemplateLocation(release).key, role],
    [rootTemplateLocation(release, bucket).key, { ...root, Mappings: mappings(release) }],
  ] as const;
  for (const [Key, template] of objects)
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: JSON.stringify(template) }));
}

const mappings = (Version: string) => ({ Constants: { Panther: { Version } } });
const text = (Default?: string) => ({ Type: "String", ...(Default !== undefined && { Default }) });

const root = {
  Parameters: {
    FirstUserEmail: text(),
    OnboardSelf: text("true"),
    PulumiSecretArn: text(),
    PulumiSecretKeyArn: text(),
    CompanyDisplayName: text(""),
  },
  Resources: {
    Topic: {
      Type: "AWS::SNS::Topic",
      Properties: {
        TopicName: "panther-alarms",
        DisplayName: { "Fn::FindInMap": ["Constants", "Panther", "Version"] },
      },
    },
  },
  Outputs: { Company: { Value: { Ref: "CompanyDisplayName" } }, TopicArn: { Value: { Ref: "Topic" } } },
};

const role = {
  Parameters: { DeploymentRoleName: text("PantherDeploymentRole"), IdentityAccountId: text("") },
  Resources: {
    DeploymentRole: {
      Type: "AWS::IAM::Role",
      Properties: {
        RoleName: { Ref: "DeploymentRoleName" },
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: { Service: "cloudformation.amazonaws.com" }, Action: "sts:AssumeRole" },
          ],
        },
      },
    },
  },
  Outputs: { DeploymentRoleArn: { Value: { "Fn::GetAtt": ["DeploymentRole", "Arn"] } } },
};
