import { validationError } from "../errors.ts";
import { serverlessEvent } from "./serverlessEvents.ts";
import { implicitRole } from "./serverlessRole.ts";
import { isRecord } from "./template.ts";
import { toText } from "./text.ts";

type Resource = Record<string, unknown>;
type Resources = Record<string, Resource>;

/**
 * Does what the transform AWS::Serverless-2016-10-31 does, for functions with their role and events, layers, simple tables
 * and applications. AWS turns an application into a nested stack from its repository; here it stays as it is, and inert.
 */
export function expandServerless(document: Record<string, unknown>): Record<string, unknown> {
  const { Transform: _transform, Globals: globals, ...rest } = document;
  const resources: Resources = {};
  for (const [id, resource] of Object.entries(isRecord(rest.Resources) ? rest.Resources : {})) {
    if (isRecord(resource)) Object.assign(resources, expand(id, withGlobals(resource, globals)));
  }
  return { ...rest, Resources: resources };
}

function expand(id: string, resource: Resource): Resources {
  switch (resource.Type) {
    case "AWS::Serverless::Function":
      return expandFunction(id, resource);
    case "AWS::Serverless::LayerVersion":
      return { [id]: { ...resource, Type: "AWS::Lambda::LayerVersion", Properties: layerProperties(resource) } };
    case "AWS::Serverless::SimpleTable":
      return { [id]: { ...resource, Type: "AWS::DynamoDB::Table", Properties: tableProperties(resource) } };
    case "AWS::Serverless::Application":
      return { [id]: resource };
    default:
      if (String(resource.Type).startsWith("AWS::Serverless::")) {
        throw validationError(
          "Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document. " +
            `Number of errors found: 1. Resource with id [${id}] is invalid. Type ${toText(resource.Type)} is not supported here.`,
        );
      }
      return { [id]: resource };
  }
}

function expandFunction(id: string, resource: Resource): Resources {
  const properties = isRecord(resource.Properties) ? resource.Properties : {};
  const inherited = resource.Condition === undefined ? {} : { Condition: resource.Condition };
  const role =
    properties.Role === undefined ? { [`${id}Role`]: { ...implicitRole(id, properties), ...inherited } } : {};
  const events = Object.entries(isRecord(properties.Events) ? properties.Events : {}).flatMap(([name, event]) =>
    Object.entries(serverlessEvent(id, name, isRecord(event) ? event : {})),
  );
  return {
    [id]: { ...resource, Type: "AWS::Lambda::Function", Properties: functionProperties(id, properties) },
    ...role,
    ...Object.fromEntries(events.map(([key, value]) => [key, { ...value, ...inherited }])),
  };
}

// Members of a function that mean something else, or nothing, to AWS::Lambda::Function.
const ownToServerless = new Set([
  "AssumeRolePolicyDocument",
  "AutoPublishAlias",
  "CodeUri",
  "DeadLetterQueue",
  "DeploymentPreference",
  "EventInvokeConfig",
  "Events",
  "FunctionUrlConfig",
  "ImageUri",
  "InlineCode",
  "PermissionsBoundary",
  "Policies",
  "RolePath",
  "Tags",
  "Tracing",
]);

function functionProperties(id: string, properties: Record<string, unknown>): Record<string, unknown> {
  const { DeadLetterQueue: queue, Tags: tags, Tracing: tracing } = properties;
  const plain = Object.fromEntries(Object.entries(properties).filter(([key]) => !ownToServerless.has(key)));
  return {
    ...plain,
    Code: functionCode(properties),
    Role: properties.Role ?? { "Fn::GetAtt": [`${id}Role`, "Arn"] },
    ...(tracing === undefined ? {} : { TracingConfig: { Mode: tracing } }),
    ...(isRecord(queue) ? { DeadLetterConfig: { TargetArn: queue.TargetArn } } : {}),
    Tags: [
      { Key: "lambda:createdBy", Value: "SAM" },
      ...Object.entries(isRecord(tags) ? tags : {}).map(([Key, Value]) => ({ Key, Value })),
    ],
  };
}

function functionCode(properties: Record<string, unknown>): Record<string, unknown> {
  if (properties.InlineCode !== undefined) return { ZipFile: properties.InlineCode };
  if (properties.ImageUri !== undefined) return { ImageUri: properties.ImageUri };
  return s3Location(properties.CodeUri);
}

function s3Location(uri: unknown): Record<string, unknown> {
  if (isRecord(uri) && "Bucket" in uri) {
    return {
      S3Bucket: uri.Bucket,
      S3Key: uri.Key,
      ...(uri.Version === undefined ? {} : { S3ObjectVersion: uri.Version }),
    };
  }
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(toText(uri ?? "")) ?? [];
  if (bucket === undefined || key === undefined) {
    throw validationError(
      "Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document. " +
        `'CodeUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter. [${toText(uri ?? "")}]`,
    );
  }
  return { S3Bucket: bucket, S3Key: key };
}

function layerProperties(resource: Resource): Record<string, unknown> {
  const { ContentUri, RetentionPolicy: _retention, ...rest } = isRecord(resource.Properties) ? resource.Properties : {};
  return { ...rest, Content: s3Location(ContentUri) };
}

function tableProperties(resource: Resource): Record<string, unknown> {
  const { PrimaryKey, TableName } = isRecord(resource.Properties) ? resource.Properties : {};
  const key = isRecord(PrimaryKey) ? PrimaryKey : { Name: "id", Type: "String" };
  return {
    ...(TableName === undefined ? {} : { TableName }),
    AttributeDefinitions: [{ AttributeName: key.Name, AttributeType: toText(key.Type ?? "String").charAt(0) }],
    KeySchema: [{ AttributeName: key.Name, KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  };
}

function withGlobals(resource: Resource, globals: unknown): Resource {
  const section = /^AWS::Serverless::(\w+)$/.exec(String(resource.Type))?.[1];
  const shared = isRecord(globals) && section !== undefined ? globals[section] : undefined;
  return isRecord(shared) ? { ...resource, Properties: merged(shared, resource.Properties) } : resource;
}

function merged(shared: unknown, own: unknown): unknown {
  if (own === undefined) return shared;
  if (Array.isArray(shared) && Array.isArray(own)) return [...shared, ...own];
  if (!isRecord(shared) || !isRecord(own)) return own;
  const keys = new Set([...Object.keys(shared), ...Object.keys(own)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(shared[key], own[key])]));
}
