import type { AssetKind } from "./asset.ts";

interface AssetProperty {
  readonly type: string;
  readonly property: string;
  readonly kind: AssetKind;
}

// Properties that CloudFormation or SAM reads an object of S3 for, from the reference of each type and SAM's list of
// properties that `aws cloudformation package` uploads.
const properties: readonly AssetProperty[] = [
  { type: "AWS::CloudFormation::Stack", property: "TemplateURL", kind: "template" },
  { type: "AWS::CloudFormation::StackSet", property: "TemplateURL", kind: "template" },
  { type: "AWS::Serverless::Application", property: "Location", kind: "template" },
  { type: "AWS::Serverless::Function", property: "CodeUri", kind: "code" },
  { type: "AWS::Lambda::Function", property: "Code", kind: "code" },
  { type: "AWS::Serverless::LayerVersion", property: "ContentUri", kind: "layer" },
  { type: "AWS::Lambda::LayerVersion", property: "Content", kind: "layer" },
  { type: "AWS::AppSync::GraphQLSchema", property: "DefinitionS3Location", kind: "schema" },
  { type: "AWS::Serverless::GraphQLApi", property: "SchemaUri", kind: "schema" },
  { type: "AWS::Serverless::Api", property: "DefinitionUri", kind: "schema" },
  { type: "AWS::Serverless::HttpApi", property: "DefinitionUri", kind: "schema" },
  { type: "AWS::ApiGateway::RestApi", property: "BodyS3Location", kind: "schema" },
  { type: "AWS::ApiGatewayV2::Api", property: "BodyS3Location", kind: "schema" },
];

/** Kind of the object that a property of a resource type names; undefined for properties that need name none. */
export function assetKindOf(type: string, property: string): AssetKind | undefined {
  return properties.find((known) => known.type === type && known.property === property)?.kind;
}
