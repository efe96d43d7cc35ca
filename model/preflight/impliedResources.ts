import { isRecord } from "../release/template.ts";
import type { ReleaseResource } from "./releaseResources.ts";

/** What SAM makes of a function's events, by their type. Source: AWS SAM, "Generated CloudFormation resources". */
const ofEvents: Readonly<Record<string, readonly string[]>> = {
  SQS: ["AWS::Lambda::EventSourceMapping"],
  DynamoDB: ["AWS::Lambda::EventSourceMapping"],
  Kinesis: ["AWS::Lambda::EventSourceMapping"],
  SNS: ["AWS::SNS::Subscription", "AWS::Lambda::Permission"],
  Schedule: ["AWS::Events::Rule", "AWS::Lambda::Permission"],
  CloudWatchEvent: ["AWS::Events::Rule", "AWS::Lambda::Permission"],
  EventBridgeRule: ["AWS::Events::Rule", "AWS::Lambda::Permission"],
};

/** A resource, and what SAM makes besides: a role for a function that has none, and what its events take. */
export function withImplied(resource: ReleaseResource): readonly ReleaseResource[] {
  if (resource.type !== "AWS::Serverless::Function") return [resource];
  const { path, properties } = resource;
  const beside = (suffix: string, type: string, own: ReleaseResource["properties"]): ReleaseResource => ({
    ...resource,
    type,
    path: [...path.slice(0, -1), `${path.at(-1)}${suffix}`],
    properties: own,
  });
  const role =
    properties.Role === undefined
      ? [beside("Role", "AWS::IAM::Role", { Policies: properties.Policies ?? [], ManagedPolicyArns: [] })]
      : [];
  const events = Object.entries(isRecord(properties.Events) ? properties.Events : {});
  const made = events.flatMap(([name, event]) =>
    (isRecord(event) && typeof event.Type === "string" ? (ofEvents[event.Type] ?? []) : []).map((type) => {
      const own = type === "AWS::Events::Rule" ? { Targets: [] } : { FunctionName: properties.FunctionName };
      return beside(name, type, own);
    }),
  );
  return [resource, ...role, ...made];
}
