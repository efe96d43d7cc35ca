import { createHash } from "node:crypto";
import { generatedKey } from "./body.ts";
import type { Bucket } from "./store.ts";

export interface MadeRelease {
  /** `v1.39.7` */
  readonly tag: string;
  /** Bytes of each asset. */
  readonly sizes: readonly number[];
  /** Nested templates; one of them is nested in another. */
  readonly nested: number;
}

/** Keys of what was made. */
export interface MadeKeys {
  readonly root: string;
  readonly nested: readonly string[];
  /** In the order of their sizes. */
  readonly assets: readonly string[];
  /** A schema that only AppSync needs, and its template. */
  readonly appsync: { readonly template: string; readonly schema: string };
}

/**
 * Puts a release into a bucket: a root template, nested ones and functions with the code of the wanted sizes, under their
 * SHA-1 as Panther's packager does, and an AppSync stack, which China doesn't have. Assets take no memory.
 */
export function makeRelease(bucket: Bucket, { tag, sizes, nested }: MadeRelease): MadeKeys {
  const assets = sizes.map((size, index) => {
    const seed = index + 1;
    const key = generatedKey(seed, size);
    bucket.objects.set(key, {
      size,
      etag: createHash("md5").update(key).digest("hex"),
      modified: new Date(0),
      headers: { "content-type": "application/zip", "x-amz-server-side-encryption": "aws:kms" },
      body: { kind: "generated", seed },
    });
    return key;
  });
  const put = (text: string, key = createHash("sha1").update(text).digest("hex")): string => {
    const bytes = Buffer.from(text);
    const etag = createHash("md5").update(bytes).digest("hex");
    const body = { kind: "bytes", chunks: [bytes] } as const;
    bucket.objects.set(key, { size: bytes.length, etag, modified: new Date(0), headers: {}, body });
    return key;
  };
  const urlOf = (key: string) => `https://${bucket.name}.s3.${bucket.region}.amazonaws.com/${key}`;
  const stackOf = (key: string) =>
    `Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ${urlOf(key)}`;
  const keys: string[] = [];
  for (let index = 0; index < nested; index += 1) {
    const own = assets.filter((_, asset) => asset % nested === index);
    const functions = own.map((key, count) => functionText(`Function${count}`, `s3://${bucket.name}/${key}`, count));
    // The last one nests the one before it.
    const deeper = index > 0 && index === nested - 1 ? [`  Deeper:\n    ${stackOf(keys.at(-1) ?? "")}`] : [];
    keys.push(put(templateText([...functions, ...deeper, queueText(index)])));
  }
  const schema = put(`type Query {\n  release: String # ${tag}\n}\n`);
  const appsync = put(
    templateText([
      "  Api:\n    Type: AWS::AppSync::GraphQLApi\n    Properties:\n      Name: panther-graphql-api\n      AuthenticationType: AWS_IAM",
      `  Schema:\n    Type: AWS::AppSync::GraphQLSchema\n    Properties:\n      ApiId: !GetAtt Api.ApiId\n      DefinitionS3Location: s3://${bucket.name}/${schema}`,
    ]),
  );
  const stacks = keys.map((key, index) => `  Nested${index}:\n    ${stackOf(key)}`);
  const root = templateText([...stacks, `  Appsync:\n    ${stackOf(appsync)}`]);
  return { root: put(root, `${tag}/panther.yml`), nested: keys, assets, appsync: { template: appsync, schema } };
}

function templateText(resources: readonly string[]): string {
  return `AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\nResources:\n${resources.join("\n")}\n`;
}

function functionText(name: string, uri: string, count: number): string {
  return [
    `  ${name}:`,
    "    Type: AWS::Serverless::Function",
    "    Properties:",
    `      CodeUri: ${uri}`,
    `      Description: 'Function ${count}: a part of it'`,
    "      Handler: main",
    "      MemorySize: 256",
    "      Runtime: provided.al2",
    "      Environment:",
    "        Variables:",
    "          DEBUG: 'false'",
    "          QUEUE_URL: !Sub https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/queue",
  ].join("\n");
}

function queueText(index: number): string {
  return `  Queue${index}:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: !Sub 'panther-queue-${index}-\${AWS::Region}'`;
}

/** A template of the deployment role, in a bucket for those. */
export function makeRole(bucket: Bucket, tag: string): string {
  const key = `panther-deployment-role/${tag}/template.yml`;
  const text =
    "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  DeploymentRole:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument:\n        Statement:\n          - Effect: Allow\n            Action: sts:AssumeRole\n            Principal:\n              Service: cloudformation.amazonaws.com\n";
  const bytes = Buffer.from(text);
  const etag = createHash("md5").update(bytes).digest("hex");
  const body = { kind: "bytes", chunks: [bytes] } as const;
  bucket.objects.set(key, { size: bytes.length, etag, modified: new Date(0), headers: {}, body });
  return key;
}
